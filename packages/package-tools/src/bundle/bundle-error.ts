import { relative, resolve } from 'node:path';
import { formatMessagesSync, type BuildFailure, type Location, type Message } from 'esbuild';

/** A package cannot be bundled as its sources are now. The message names file, line and column, and shows the code. */
export class BundleError extends Error {
  override readonly name = 'BundleError';

  /**
   * @param messages of esbuild
   * @param packageDir folder that their paths are relative to; those in the message are relative to the working directory
   */
  constructor(messages: readonly Message[], packageDir: string) {
    const located = messages.map((message) => ({
      ...message,
      location: fromHere(message.location, packageDir),
      notes: message.notes.map((note) => ({ ...note, location: fromHere(note.location, packageDir) })),
    }));
    super(formatMessagesSync(located, { kind: 'error' }).join('\n').trim());
  }
}

/** @returns the error, with a readable message if esbuild threw it */
export function asBundleError(error: unknown, packageDir: string): Error {
  return isBuildFailure(error) ? new BundleError(error.errors, packageDir) : (error as Error);
}

export function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && 'warnings' in error;
}

function fromHere(location: Location | null, packageDir: string): Location | null {
  return location && { ...location, file: relative('.', resolve(packageDir, location.file)) };
}
