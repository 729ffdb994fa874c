/** Message of anything that was thrown. Never throws: a getter of a foreign error may. */
export function messageOf(error: unknown): string {
  try {
    if (error instanceof Error) return error.message;
  } catch {
    // Its message cannot be read.
  }
  return 'an unknown error';
}
