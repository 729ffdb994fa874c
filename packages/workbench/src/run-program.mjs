import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { onWindows, root } from './paths.mjs';

/** @type {NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const PARENT_CHECK_MS = 500;

/**
 * Runs a program on this terminal until it ends, and passes on the signals that ask it to end.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} its exit code, or 128 and the number of the signal that ended it
 */
export function runProgram(program, args, { env = process.env } = {}) {
  // npx, turbo and jest are scripts for cmd on Windows.
  const child = spawn(program, args, { cwd: root, env, stdio: 'inherit', shell: onWindows });
  /** @param {NodeJS.Signals} signal */
  const passOn = (signal) => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, passOn);
  const stopWatching = whenNpmEnds(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      stopWatching();
      for (const name of SIGNALS) process.removeListener(name, passOn);
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']);
    });
  });
}

/**
 * npm passes on SIGINT and SIGTERM, but dies silently of other signals. What it started ends with it, whichever way that
 * is. (The scripts say `exec` because a shell in between would keep the signals; on Windows that is exec.cmd.)
 *
 * @param {() => void} then
 * @returns {() => void} stops watching
 */
function whenNpmEnds(then) {
  // Without npm, as under nohup, it may outlive its parent.
  if (onWindows || !process.env.npm_lifecycle_event) return () => {};
  const npm = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(timer);
    then();
  }, PARENT_CHECK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
