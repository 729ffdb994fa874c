/**
 * Ends the program with a message if something would have to be asked and no one is there to answer.
 *
 * @param {readonly string[]} names of the questions, which are those of the flags
 */
export function refuseWithoutTerminal(names) {
  if (process.stdin.isTTY) return;
  const missing = names.filter(
    (name) => !process.argv.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`)),
  );
  if (missing.length === 0) return;
  console.error(
    `\n  There is no terminal to ask for ${missing.join(', ')}.\n\n  Give every answer as a flag:\n  npm run new-service -- ${names.map((name) => `--${name} ...`).join(' ')}\n`,
  );
  process.exit(1);
}
