// Run as a process of its own, so that its work does not count as that of the trigger that asks it.
import { startEmulator } from '@signalbox/emulators';
import { plugin as trust } from '@signalbox/emulators/trust-lighthouse';

/** How many files are there. */
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
