import { spawnSync } from 'node:child_process';
import { checkLockfile, installState } from './install.mjs';
import { checkCompiler, checkDisk, checkPlatform, findTaskNode } from './machine.mjs';
import { onWindows, root } from './paths.mjs';
import { Problem } from './problem.mjs';
import { taskEnvironment } from './task-environment.mjs';

/** Room that an installed playground needs for its database, logs and packages. */
const DISK_IN_USE_GB = 0.5;

/** @typedef {{ title: string, check: () => void | Promise<void> }} Check */

/** @type {readonly Check[]} */
const beforeInstallation = [
  { title: 'Node', check: checkPlatform },
  { title: 'Disk', check: () => checkDisk() },
  { title: 'Compiler', check: checkCompiler },
  { title: 'Lockfile', check: checkLockfile },
];

/** @type {readonly Check[]} */
const afterInstallation = [
  { title: 'Node', check: () => void findTaskNode() },
  { title: 'Disk', check: () => checkDisk(DISK_IN_USE_GB) },
  { title: 'Lockfile', check: checkLockfile },
];

/**
 * Checks what may keep the tasks from running, and says what to do about each fault. It has no dependencies, so it runs
 * before the installation; after it the playground checks what it needs.
 *
 * @returns {Promise<number>} exit code: 1 if anything is wrong
 */
export async function runDoctor() {
  const state = installState();
  const healthy = await report([
    ...(state === 'missing' ? beforeInstallation : afterInstallation),
    { title: 'Installation', check: () => checkInstallation(state) },
    ...(state === 'current' ? playgroundChecks() : []),
  ]);
  return healthy ? 0 : 1;
}

/** @param {import('./install.mjs').InstallState} state */
function checkInstallation(state) {
  if (state === 'current') return;
  throw new Problem(
    state === 'missing'
      ? 'Nothing is installed yet, or an installation was interrupted.'
      : 'node_modules is older than pnpm-lock.yaml, pnpm-workspace.yaml or the dependencies of a package.json.',
    'npm run setup',
  );
}

/**
 * The checks of the playground run on Node 24, as it does.
 *
 * @returns {Check[]}
 */
function playgroundChecks() {
  const { status, stdout, stderr } = spawnSync(
    'node',
    ['--import', 'tsx', 'packages/playground/src/doctor/main.ts'],
    { cwd: root, env: taskEnvironment(), encoding: 'utf8', shell: onWindows },
  );
  if (status !== 0) {
    const failed = () => {
      throw new Problem(
        `The checks of the playground do not run:\n${stderr.trim()}`,
        'The installation is damaged. Delete the folder node_modules, then: npm run setup',
      );
    };
    return [{ title: 'Playground', check: failed }];
  }
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const { title, message, remedy } = JSON.parse(line);
      const check = () => {
        if (message) throw new Problem(message, remedy);
      };
      return { title, check };
    });
}

/** @param {readonly Check[]} checks */
async function report(checks) {
  let healthy = true;
  for (const { title, check } of checks) {
    try {
      await check();
      console.log(`  ok     ${title}`);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      healthy = false;
      console.log(`  FAULT  ${title}: ${indented(error.message)}\n         -> ${indented(error.remedy)}`);
    }
  }
  return healthy;
}

/** @param {string} text */
function indented(text) {
  return text.replaceAll('\n', '\n         ');
}
