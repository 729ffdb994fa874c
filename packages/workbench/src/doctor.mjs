import { checkLockfile, installState } from './install.mjs';
import { checkCompiler, checkDisk, checkPlatform, findTaskNode } from './machine.mjs';
import { Problem } from './problem.mjs';

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
 * before the installation.
 *
 * @returns {Promise<number>} exit code: 1 if anything is wrong
 */
export async function runDoctor() {
  const state = installState();
  const healthy = await report([
    ...(state === 'missing' ? beforeInstallation : afterInstallation),
    { title: 'Installation', check: () => checkInstallation(state) },
  ]);
  return healthy ? 0 : 1;
}

/** @param {import('./install.mjs').InstallState} state */
function checkInstallation(state) {
  if (state === 'current') return;
  throw new Problem(
    state === 'missing'
      ? 'Nothing is installed yet, or an installation was interrupted.'
      : 'node_modules is older than pnpm-lock.yaml, pnpm-workspace.yaml or package.json.',
    'npm run setup',
  );
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
