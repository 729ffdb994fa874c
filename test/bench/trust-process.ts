// Runs in a separate process, so that its work is not counted as that of the trigger.
import { startEmulator } from '@signalbox/emulators';
import { plugin as trust } from '@signalbox/emulators/trust-lighthouse';

/** Number of files. */
const FILES = Number(process.argv[2]);

void (async () => {
  const emulator = await startEmulator(trust, {});
  for (let n = 0; n < FILES; n++) emulator.control.upload({ name: `${n}.pdf`, tags: { foo: 'bar' } });
  process.on('message', () => {
    const searches = emulator.journal.requests.filter(({ path }) => path.endsWith('/files'));
    process.send!({ requests: searches.length });
  });
  process.once('disconnect', () => process.exit());
  process.send!({ url: emulator.url });
})();
