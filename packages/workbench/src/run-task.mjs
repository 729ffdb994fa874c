import { runDoctor } from './doctor.mjs';
import { runProgram } from './run-program.mjs';
import { taskEnvironment } from './task-environment.mjs';

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
