/** Status and text of an error that is not one of the service: one of Fastify, or a defect of the emulator. */
export function unexpectedError(error: unknown): { status: number; text: string } {
  return {
    status: (error as { statusCode?: number }).statusCode ?? 500,
    text: error instanceof Error ? error.message : String(error),
  };
}
