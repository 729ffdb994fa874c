// Runs a task of this repository on a machine that has nothing but Node and npm; without a task it lists them all.
// Before the task it installs a pinned pnpm, the dependencies of the lockfile, and Node 24 as an npm package, where missing.

/* eslint-disable @signalbox/package-imports -- before the installation no package is found by name */
import { installIfNeeded } from './packages/workbench/src/install.mjs';
import { Problem } from './packages/workbench/src/problem.mjs';
import { runTask } from './packages/workbench/src/run-task.mjs';
import { findTask, taskList } from './packages/workbench/src/tasks.mjs';

const [name, ...args] = process.argv.slice(2);

try {
  if (name === undefined) {
    console.log(taskList());
  } else {
    const task = findTask(name);
    if (task.installs) await installIfNeeded();
    process.exitCode = await runTask(task, args);
  }
} catch (error) {
  console.error(error instanceof Problem ? error.explanation : error);
  process.exitCode = 1;
}
