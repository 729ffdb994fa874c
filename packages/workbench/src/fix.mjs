import { join } from 'node:path';
import { root } from './paths.mjs';
import { Problem } from './problem.mjs';
import { runProgram } from './run-program.mjs';
import { findPart, isNodePackage, packageFolders } from './workspace.mjs';

const packageTools = join(root, 'packages', 'package-tools', 'bin', 'package-tools.js');

/**
 * Generates, lints and formats the parts that are named, or everything.
 *
 * @param {readonly string[]} names packages or paths
 * @returns {Promise<number>} exit code: 1 if something is left that a person has to fix
 */
async function fix(names) {
  const parts = names.length === 0 ? ['.'] : names.map(findPart);
  let code = 0;
  // First, since the tables it writes are formatted afterwards.
  const folders = nodePackagesIn(parts);
  for (const folder of folders) {
    code ||= await runProgram(process.execPath, [packageTools, 'generate', folder]);
  }
  if (folders.length > 0) code ||= await runProgram(process.execPath, [packageTools, 'list', '.']);
  code ||= await runProgram('eslint', [
    '--fix',
    '--no-error-on-unmatched-pattern',
    '--no-warn-ignored',
    ...parts,
  ]);
  const formatted = await runProgram('prettier', [
    '--write',
    '--ignore-unknown',
    '--log-level',
    'warn',
    ...parts,
  ]);
  return code || formatted;
}

/** @param {readonly string[]} parts */
function nodePackagesIn(parts) {
  return packageFolders()
    .filter(isNodePackage)
    .filter((folder) =>
      parts.some(
        (part) => part === '.' || `${folder}/`.startsWith(`${part}/`) || part.startsWith(`${folder}/`),
      ),
    );
}

try {
  process.exitCode = await fix(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Problem ? error.explanation : error);
  process.exitCode = 1;
}
