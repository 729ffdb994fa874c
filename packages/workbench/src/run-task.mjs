import { delimiter, join } from 'node:path';
import { runDoctor } from './doctor.mjs';
import { findTaskNode } from './machine.mjs';
import { modules } from './paths.mjs';
import { runProgram } from './run-program.mjs';

/**
 * @param {import('./tasks.mjs').Task} task
 * @param {readonly string[]} args those of the task
 * @returns {Promise<number>} exit code
 */
export async function runTask({ command }, args) {
  if (!command) return await runDoctor();
  const [program = '', ...given] = command;
  return await runProgram(program, [...given, ...args], { env: taskEnvironment() });
}

/** The task and all that it starts find Node 24 and the installed programs first. */
function taskEnvironment() {
  return {
    ...process.env,
    PATH: [findTaskNode(), join(modules, '.bin'), process.env.PATH].join(delimiter),
    TURBO_TELEMETRY_DISABLED: '1',
  };
}
