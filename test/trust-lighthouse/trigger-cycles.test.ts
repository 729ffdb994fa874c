import { useLab } from './lab';
import { n8nNode, started, watching, type N8nNode } from './n8n-node';

const lab = useLab();

let node: N8nNode;
beforeEach(async () => {
  node = await n8nNode(lab);
});
afterEach(async () => await node.close());

const events = () => lab.emulator.control.events();
const upload = (tags: Record<string, string>) => lab.emulator.control.upload({ tags });

/** The IDs that n8n was told to be left behind. */
function named(): Set<string> {
  return new Set(
    node.logs.flatMap(
      ({ message }) => /^Left behind at the service: event ([\w-]+) /.exec(message)?.slice(1) ?? [],
    ),
  );
}

describe('listening for a test event', () => {
  test('registers an event that fires once, beside the published one', async () => {
    await node.publish();
    const [production] = events();
    const test = await node.listenForTest();
    const [first, second, ...more] = events();
    expect(more).toEqual([]);
    expect(first).toEqual(production);
    expect(second).toMatchObject({
      deleteAfterAction: true,
      callbackUrl: expect.stringContaining(`/webhook-test/${node.webhookId}/trust-tagged-file?token=`),
    });
    await test.stop();
    expect(named()).toEqual(new Set([second!.id]));
    expect(await node.hooks().checkExists()).toBe(true);

    // The next file ends it, whether somebody listens or not.
    const received = await node.whileUp(() => upload({ foo: 'bar' }));
    expect(events()).toEqual([production]);
    // The harness has no editor: what comes for the test webhook arrives at the published one, and is not its own.
    expect(started(received)).toMatchObject([{ eventId: production!.id }]);
  });

  test('again does not use the event of the last time, which may have fired when nobody listened', async () => {
    for (let time = 0; time < 2; time++) await (await node.listenForTest()).stop();
    expect(events()).toHaveLength(2);
    upload({ foo: 'bar' });
    await lab.emulator.control.idle();
    expect(events()).toEqual([]);
  });

  test('removes its event, where that is wished for and possible', async () => {
    await lab.emulatorWith({ assume: { deleteEventStatus: 200 } });
    await node.publish(watching({ foo: 'bar' }, { removeByApi: true }));
    await (await node.listenForTest()).stop();
    expect(events()).toMatchObject([{ deleteAfterAction: false }]);
    expect(named()).toEqual(new Set());
  });
});

/** A random number from 0 to `limit`, the same ones in each run. */
function dice(seed: number) {
  let state = seed;
  return (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % limit;
  };
}

describe.each([
  ['without a way to remove events', false, 404],
  ['with an undocumented removal that is not there (404)', true, 404],
  ['with an undocumented removal that is not allowed (405)', true, 405],
  ['with an undocumented removal that works', true, 200],
] as const)('%s', (_, removeByApi, deleteEventStatus) => {
  test.each([1, 2, 3])(
    'twenty edits, crashes, restarts and tests leave one event in use and no other without a name (%i)',
    async (seed) => {
      await lab.emulatorWith({ assume: { deleteEventStatus } });
      const roll = dice(seed * 7919);
      const tagSets: Record<string, string>[] = [{ a: '1' }, { a: '2' }, { a: '1', b: '2' }, { b: '2' }];
      let tags: Record<string, string> = tagSets[0]!;
      const parameters = () => watching(tags, { removeByApi });
      await node.publish(parameters());
      const old = [structuredClone(node.database)];

      for (let cycle = 0; cycle < 20; cycle++) {
        switch (roll(6)) {
          case 0:
            tags = tagSets[roll(tagSets.length)]!;
            await node.publish(parameters());
            break;
          case 1:
            tags = tagSets[roll(tagSets.length)]!;
            await node.publishAndDie(parameters());
            break;
          case 2:
            // Another execution writes back what it has loaded a while ago; then n8n is restarted.
            node.database = structuredClone(old[roll(old.length)]!);
            await node.restart();
            break;
          case 3:
            await (await node.listenForTest()).stop();
            break;
          case 4:
            await node.unpublish();
            await node.publish(parameters());
            break;
          default:
            await node.whileUp(() => upload(tagSets[roll(tagSets.length)]!));
        }
        old.push(structuredClone(node.database));
      }

      // Twice, as the first notice of what was lost decides which one counts.
      await node.whileUp(() => tagSets.map(upload));
      await node.whileUp(() => tagSets.map(upload));
      const before = lab.emulator.journal.deliveries.length;
      const items = started(
        await node.whileUp(() => {
          for (const each of tagSets) upload(each);
          // One more of the wanted kind: each file once, by the one that is in use.
          upload(tags);
        }),
      );
      const wanted = lab.emulator.control
        .files()
        .slice(-tagSets.length - 1)
        .filter((file) => Object.entries(tags).every(([name, value]) => file.tags[name] === value))
        .map(({ uuid }) => uuid);
      expect(items.map(({ uuid }) => uuid).sort()).toEqual(wanted.sort());
      const [inUse, ...others] = new Set(items.map(({ eventId }) => eventId));
      expect(others).toEqual([]);
      for (const { status } of lab.emulator.journal.deliveries.slice(before)) expect(status).toBe(200);

      const unnamed = events().filter(({ id }) => id !== inUse && !named().has(id));
      expect(unnamed).toEqual([]);
      // The item names them as well: all of them, but for those of tests, which have ended by now.
      const left = new Set(items.flatMap(({ leftoverEvents = [] }) => leftoverEvents as string[]));
      expect(events().filter(({ id }) => id !== inUse && !left.has(id))).toEqual([]);
      expect(events().filter(({ deleteAfterAction }) => deleteAfterAction)).toEqual([]);
    },
    60_000,
  );
});
