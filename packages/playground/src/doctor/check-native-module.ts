import { spawnSync } from 'node:child_process';
import { PlaygroundError } from '../playground-error';

/** In a separate process, since an addon of the wrong kind may end the one that loads it. */
const LOAD = `try { require('module').createRequire(process.argv[1])(process.argv[2]) }
catch (error) { console.log(error.message); process.exitCode = 1 }`;

/**
 * Loads a module that has a part compiled for this Node and this system.
 * @param from file that requires it
 * @throws PlaygroundError with the reason and the remedy
 */
export function checkNativeModule(name: string, from: string): void {
  const { status, signal, stdout } = spawnSync(process.execPath, ['-e', LOAD, from, name], {
    encoding: 'utf8',
  });
  if (status === 0) return;
  const reason = stdout.trim() || `it ends Node (${signal ?? `exit code ${status}`})`;
  throw new PlaygroundError(
    `${name} does not load in Node ${process.versions.node} on ${process.platform}-${process.arch}: ${reason}`,
    'Its compiled part is missing, damaged or made for another Node. Delete the folder node_modules, then: npm run setup',
  );
}
