import { startEmulator } from '@signalbox/emulators';
import { plugin as signl4, seed as signl4Seed } from '@signalbox/emulators/signl4';

/** The answer of the emulated SIGNL4 when it is asked for an alert, as it stands on the wire, and the alert's ID. */
export async function sampleAlert(): Promise<{ id: string; body: string }> {
  const emulator = await startEmulator(signl4, { processingDelayMs: 0 });
  try {
    const sent = await fetch(`${emulator.url}/webhook/${signl4Seed.teams.operations.secret}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ Title: 'Cold store 3 is too warm', Message: 'The limit is -18 degrees' }),
    });
    if (!sent.ok) throw new Error(`The emulator answered ${sent.status} to an event`);
    await emulator.control.idle();
    const { id } = emulator.control.alerts()[0]!;
    const answer = await fetch(`${emulator.url}/api/v2/alerts/${id}`, {
      headers: { 'x-s4-api-key': signl4Seed.apiKey },
    });
    if (!answer.ok) throw new Error(`The emulator answered ${answer.status} to the question for an alert`);
    return { id, body: await answer.text() };
  } finally {
    await emulator.close();
  }
}
