import { manualClock } from '@signalbox/emulators';
import { poll, type LoadedPackage, type PollOptions, type PollResult } from '@signalbox/node-harness';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { POLLING_TRIGGER, expectNoSecret, tagFields, useLab } from './lab';

const lab = useLab();

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A polling trigger in an n8n: what it remembers goes from poll to poll, as plain JSON. */
class Poller {
  staticData: IDataObject = {};
  packages: LoadedPackage[] = lab.packages;

  constructor(public parameters: INodeParameters = tagFields({ foo: 'bar' })) {}

  async result(more: Partial<PollOptions> = {}): Promise<PollResult> {
    const result = await poll({
      packages: this.packages,
      nodeType: POLLING_TRIGGER,
      parameters: this.parameters,
      credentials: lab.credentials(),
      staticData: this.staticData,
      ...more,
    });
    if (more.mode === 'manual' && !more.workflowData) expect(result.staticData).toEqual(this.staticData);
    this.staticData = result.staticData;
    return result;
  }

  /** The names of the files of one poll; fails with its error. */
  async names(more: Partial<PollOptions> = {}): Promise<unknown[]> {
    const { items, error } = await this.result(more);
    if (error) throw error as Error;
    return (items?.[0] ?? []).map(({ json }) => json.name);
  }

  /** Polls until two polls in a row have found nothing. */
  async rest(more: Partial<PollOptions> = {}): Promise<unknown[]> {
    const all: unknown[] = [];
    for (let quiet = 0, polls = 0; quiet < 2; polls++) {
      if (polls > 100) throw new Error('no end of polling');
      const names = await this.names(more);
      quiet = names.length === 0 ? quiet + 1 : 0;
      all.push(...names);
    }
    return all;
  }
}

const upload = (name: string, tags: Record<string, string> = { foo: 'bar' }, companyId?: string) =>
  lab.emulator.control.upload({ name, tags, ...(companyId && { companyId }) });
const searches = () => lab.requests().filter(({ path }) => path.endsWith('/files'));

test('what is there at first is not new; then each new file comes once, oldest first', async () => {
  upload('old');
  const poller = new Poller();
  expect(await poller.names()).toEqual([]);
  upload('one');
  upload('two', { foo: 'bar', more: 'x' });
  expect(await poller.names()).toEqual(['one', 'two']);
  expect(await poller.names()).toEqual([]);
  upload('three');
  expect(await poller.names()).toEqual(['three']);
});

test('an item is the file as the other nodes show it', async () => {
  const poller = new Poller();
  await poller.names();
  const { uuid, createdAtMs } = upload('Año.pdf', { foo: 'bar', n: '1' });
  const { items, logs } = await poller.result();
  expect(items).toEqual([
    [
      {
        json: {
          uuid,
          name: 'Año.pdf',
          size: expect.stringMatching(/ KB$/),
          sizeBytes: 25,
          createdAt: new Date(createdAtMs).toISOString(),
          path: 'Año.pdf',
          tags: { foo: 'bar', n: '1' },
        },
      },
    ],
  ]);
  expectNoSecret([items, logs, poller.staticData]);
});

describe('only files are given', () => {
  test('only files with exactly this value of every tag are given', async () => {
    const poller = new Poller(tagFields({ foo: 'bar', n: '1' }));
    await poller.names();
    upload('other value', { foo: 'bar', n: '2' });
    upload('other case', { foo: 'BAR', n: '1' });
    upload('one tag', { foo: 'bar' });
    upload('right', { n: '1', foo: 'bar', more: 'x' });
    expect(await poller.names()).toEqual(['right']);
    expect(searches().at(-1)!.query.get('tags')).toBe('{"foo":"bar","n":"1"}');
  });

  test('only files with the tags are given where Chronos ignores the tags', async () => {
    const poller = new Poller();
    await poller.names();
    const file = { size: '1 KB', path: '', created_at: new Date().toISOString() };
    lab.emulator.faults.inject({
      match: { path: /\/files\?/ },
      fault: {
        kind: 'status',
        code: 200,
        body: {
          data: [
            { ...file, uuid: '1', name: 'right', tags: { foo: 'bar' } },
            { ...file, uuid: '2', name: 'wrong', tags: { foo: 'baz' } },
            { ...file, uuid: '3', name: 'not said' },
          ],
          per_page: 50,
        },
      },
    });
    expect(await poller.names()).toEqual(['right', 'not said']);
  });

  test('only files of the company are given; without any tag all of its new ones', async () => {
    const poller = new Poller({});
    await poller.names();
    upload('foreign', {}, '99');
    upload('untagged', {});
    expect(await poller.names()).toEqual(['untagged']);
    expect(searches().at(-1)!.query.has('tags')).toBe(false);
  });

  test('only files with a creation time are given; the others are logged', async () => {
    const poller = new Poller();
    await poller.names();
    const created = { uuid: '1', name: 'right', created_at: new Date().toISOString() };
    lab.emulator.faults.inject({
      match: { path: /\/files\?/ },
      fault: {
        kind: 'status',
        code: 200,
        body: [created, { uuid: 'abc', name: 'timeless' }, { uuid: 'def', created_at: 'yesterday' }],
      },
    });
    lab.emulator.faults.inject({
      match: { path: /\/files\?/ },
      fault: { kind: 'status', code: 200, body: [] },
    });
    const { items, logs } = await poller.result();
    expect(items).toMatchObject([[{ json: { name: 'right' } }]]);
    expect(logs.map(({ message }) => message)).toEqual([
      'Skipped file abc: Chronos does not say when it was created',
      'Skipped file def: Chronos does not say when it was created',
    ]);
  });
});

test('after a restart of n8n nothing is repeated and nothing is lost', async () => {
  const poller = new Poller();
  await poller.names();
  upload('before');
  expect(await poller.names()).toEqual(['before']);
  upload('meanwhile');
  poller.packages = await lab.reload();
  expect(await poller.names()).toEqual(['meanwhile']);
  expect(await poller.names()).toEqual([]);
});

describe('a renamed node', () => {
  const nodeId = 'trigger-1';

  test('gives the files that came while it was renamed, and none twice', async () => {
    const poller = new Poller();
    const before = { nodeId, nodeName: 'Before' };
    const { workflowData: baseline } = await poller.result({ ...before, workflowData: {} });
    upload('first');
    const first = await poller.result({ ...before, workflowData: baseline });
    expect(first.items).toMatchObject([[{ json: { name: 'first' } }]]);
    upload('meanwhile');
    const second = await poller.result({ nodeId, nodeName: 'After', workflowData: first.workflowData });
    expect(second.items).toMatchObject([[{ json: { name: 'meanwhile' } }]]);
    expect(second.items![0]).toHaveLength(1);
    const third = await poller.result({ nodeId, nodeName: 'After', workflowData: second.workflowData });
    expect(third.items).toBeNull();
    expectNoSecret(third.workflowData);
  });

  test('goes on with what an earlier version of the package has kept', async () => {
    const poller = new Poller();
    await poller.names();
    const { poll: state } = poller.staticData as { poll: IDataObject };
    delete state.nodeId;
    const workflowData = { 'node:Before': { poll: state } };
    upload('since then');
    const first = await poller.result({ nodeId, nodeName: 'Before', workflowData });
    expect(first.items).toMatchObject([[{ json: { name: 'since then' } }]]);
    upload('meanwhile');
    const second = await poller.result({ nodeId, nodeName: 'After', workflowData: first.workflowData });
    expect(second.items).toMatchObject([[{ json: { name: 'meanwhile' } }]]);
  });

  test('changes nothing in a manual run', async () => {
    const poller = new Poller();
    const { workflowData } = await poller.result({ nodeId, nodeName: 'Before', workflowData: {} });
    const manual = await poller.result({ nodeId, nodeName: 'After', workflowData, mode: 'manual' });
    expect(manual.workflowData['node:After'] ?? {}).toEqual({});
    expect(manual.workflowData.global).toEqual(workflowData.global);
  });
});

test('with other tags it begins anew; with the same in another order it goes on', async () => {
  const poller = new Poller(tagFields({ a: '1', b: '2' }));
  await poller.names();
  upload('first', { a: '1', b: '2' });
  poller.parameters = tagFields({ b: '2', a: '1' });
  expect(await poller.names()).toEqual(['first']);
  upload('second', { a: '1', b: '2' });
  poller.parameters = tagFields({ a: '1' });
  expect(await poller.names()).toEqual([]);
});

test.each([
  [2, []],
  [10, ['late']],
])('with an overlap of %i minutes, of files that show up 4 minutes late: %j', async (overlap, expected) => {
  const clock = manualClock(Date.now());
  await lab.emulatorWith({ clock });
  const poller = new Poller({ ...tagFields({ foo: 'bar' }), options: { overlap } });
  await poller.names();
  const late = upload('late');
  lab.emulator.control.deleteFile(late.uuid);
  clock.advance(4 * MINUTE);
  upload('newer');
  expect(await poller.names()).toEqual(['newer']);
  late.deletedAtMs = null;
  expect(await poller.names()).toEqual(expected);
});

describe('the dates of a search', () => {
  test.each([
    [0, 4, ['new']],
    [-240, 4, ['new']],
    [180, 4, ['new']],
    [-600, 4, []],
    [-600, 10, ['new']],
  ])(
    'are %i minutes from UTC, with a margin of %i hours: %j',
    async (dateOffsetMinutes, timeZoneMargin, expected) => {
      await lab.emulatorWith({ assume: { dateOffsetMinutes } });
      const poller = new Poller({ ...tagFields({ foo: 'bar' }), options: { timeZoneMargin } });
      await poller.names();
      upload('new');
      expect(await poller.names()).toEqual(expected);
    },
  );

  test('do not bring back what is older than the overlap', async () => {
    const clock = manualClock(Date.now() - 3 * HOUR);
    await lab.emulatorWith({ clock });
    const poller = new Poller();
    upload('three hours old');
    clock.advance(3 * HOUR);
    expect(await poller.names()).toEqual([]);
    expect(await poller.names()).toEqual([]);
  });
});

describe('many new files', () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, n) => `file ${n}`);

  test.each([
    ['paged', 'oldest', 100],
    ['paged', 'newest', 100],
    ['plain', 'oldest', 100],
    ['array', 'newest', 100],
    ['paged', 'oldest', 7],
    ['array', 'newest', 7],
  ] as const)(
    'in an envelope "%s", %s first, %i to a page: each once',
    async (searchEnvelope, searchOrder, maxPerPage) => {
      await lab.emulatorWith({ assume: { searchEnvelope, searchOrder, maxPerPage } });
      const poller = new Poller();
      await poller.names();
      for (const name of numbers(120)) upload(name);
      expect((await poller.names()).sort()).toEqual(numbers(120).sort());
      expect(await poller.names()).toEqual([]);
    },
  );

  test('come in several polls where the time is up after a page, without loss or repetition', async () => {
    await lab.emulatorWith({ assume: { maxPerPage: 50 } });
    const poller = new Poller();
    await poller.names();
    for (const name of numbers(130)) upload(name);
    // No time at all: each poll takes the page that it must.
    const first = await poller.names({ budgetMs: 1 });
    expect([...first].sort()).toEqual(numbers(50).sort());
    upload('during');
    expect([...first, ...(await poller.rest({ budgetMs: 1 }))].sort()).toEqual(
      [...numbers(130), 'during'].sort(),
    );
  });

  test('come in several polls where an error cuts one short', async () => {
    await lab.emulatorWith({ assume: { maxPerPage: 50 } });
    const poller = new Poller();
    await poller.names();
    for (const name of numbers(130)) upload(name);
    lab.emulator.faults.inject({
      match: { path: /page=2/ },
      times: 1,
      fault: { kind: 'status', code: 400 },
    });
    const first = await poller.names();
    expect(first).toEqual(numbers(50));
    expect([...first, ...(await poller.rest())].sort()).toEqual(numbers(130).sort());
  });

  test('many new files that come while the pages are read are not lost', async () => {
    await lab.emulatorWith({ assume: { searchOrder: 'newest' } });
    const poller = new Poller();
    await poller.names();
    for (const name of numbers(120)) upload(name);
    lab.emulator.faults.inject({ match: { path: /page=2/ }, fault: { kind: 'delay', ms: 200 } });
    const first = poller.names();
    while (!searches().some(({ query }) => query.get('page') === '2')) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    upload('during');
    expect([...(await first), ...(await poller.rest())].sort()).toEqual([...numbers(120), 'during'].sort());
  });
});

describe('ten thousand files in the look-back', () => {
  const COUNT = 10_000;

  test.each([
    ['spread over an hour and a half', 500, 1_000],
    ['that came at once', 0, 1_000],
    ['in pages of a hundred', 500, 100],
  ])('%s cost few requests, and an idle poll next to none', async (_, apartMs, maxPerPage) => {
    const clock = manualClock(Date.now() - (COUNT + 1_000) * apartMs);
    await lab.emulatorWith({ clock, assume: { maxPerPage } });
    for (let n = 0; n < COUNT; n++) {
      clock.advance(apartMs);
      upload(`file ${n}`);
    }
    clock.advance(1_000 * apartMs);
    const poller = new Poller();
    const requestsOf = async (expected: string[]) => {
      lab.emulator.journal.clear();
      expect(await poller.names()).toEqual(expected);
      return searches().length;
    };
    expect(await requestsOf([])).toBeLessThanOrEqual(COUNT / Math.min(500, maxPerPage) + 1);
    expect(await requestsOf([])).toBeLessThanOrEqual(2);
    expect(await requestsOf([])).toBe(1);
    clock.advance(5_000);
    upload('new');
    expect(await requestsOf(['new'])).toBeLessThanOrEqual(2);
  });
});

test('where Chronos refuses large pages, smaller ones are asked for', async () => {
  lab.emulator.faults.inject({
    match: { path: /per_page=500/ },
    times: 'always',
    fault: { kind: 'status', code: 422 },
  });
  const poller = new Poller();
  await poller.names();
  const names = Array.from({ length: 130 }, (_, n) => `file ${n}`);
  for (const name of names) upload(name);
  expect((await poller.names()).sort()).toEqual(names.sort());
  expect(searches().map(({ query }) => `${query.get('page')}/${query.get('per_page')}`)).toEqual([
    '1/500',
    '1/50',
    '1/500',
    '1/50',
    '2/50',
    '3/50',
  ]);
});

test('a page that is cut down is not taken for the last one, whatever size Chronos calls it', async () => {
  const poller = new Poller();
  await poller.names();
  const created = (name: string) => ({ uuid: name, name, created_at: new Date().toISOString() });
  const names = Array.from({ length: 70 }, (_, n) => `file ${n}`);
  for (const [path, some] of [
    [/[?&]page=1&/, names.slice(0, 60)],
    [/[?&]page=2&/, names.slice(60)],
  ] as const) {
    const body = { data: some.map(created), per_page: 500 };
    lab.emulator.faults.inject({ match: { path }, fault: { kind: 'status', code: 200, body } });
  }
  expect((await poller.names()).sort()).toEqual(names.sort());
});

test('while Chronos cannot be asked a poll fails, and the next one goes on', async () => {
  const poller = new Poller();
  await poller.names();
  upload('new');
  lab.emulator.faults.inject({
    match: { path: '/chronos' },
    times: 'always',
    fault: { kind: 'status', code: 403 },
  });
  const { error, items, logs } = await poller.result();
  expect(items).toBeNull();
  expect((error as Error).message).toMatch(/^Trust .*\(HTTP 403\)$/);
  expectNoSecret([error, logs]);
  lab.emulator.faults.clear();
  expect(await poller.names()).toEqual(['new']);
});

describe('with Download File', () => {
  const downloading = { ...tagFields({ foo: 'bar' }), download: true };

  test('the item holds the file, or the reason why not', async () => {
    const poller = new Poller({ ...downloading, binaryField: 'contract' });
    await poller.names();
    lab.emulator.control.upload({ name: 'a.txt', content: 'Grüße', tags: { foo: 'bar' } });
    const { uuid } = upload('b.txt');
    lab.emulator.faults.inject({
      match: { path: new RegExp(`file_registers/${uuid}$`) },
      fault: { kind: 'status', code: 403 },
    });
    const { items } = await poller.result();
    const [first, second] = items![0]!;
    expect(first!.binary).toMatchObject({
      contract: { fileName: 'a.txt', data: Buffer.from('Grüße').toString('base64') },
    });
    expect(second!.binary).toBeUndefined();
    expect(second!.json).toMatchObject({
      name: 'b.txt',
      downloadError: expect.stringMatching(/^Trust .*\(HTTP 403\)$/),
    });
    expect(await poller.names()).toEqual([]);
  });

  test('files for which no time is left come with the next polls', async () => {
    const poller = new Poller(downloading);
    await poller.names();
    const names = Array.from({ length: 12 }, (_, n) => `file ${n}`);
    for (const name of names) upload(name);
    lab.emulator.faults.inject({
      match: { path: /file_registers/ },
      times: 'always',
      fault: { kind: 'delay', ms: 50 },
    });
    const first = await poller.names({ budgetMs: 1 });
    expect(first.length).toBeGreaterThan(0);
    expect(first.length).toBeLessThan(12);
    expect([...first, ...(await poller.rest({ budgetMs: 1 }))].sort()).toEqual(names.sort());
  });
});

describe('a manual run', () => {
  test('shows recent files, whatever was polled before, and remembers nothing', async () => {
    const poller = new Poller();
    upload('old');
    expect(await poller.names({ mode: 'manual' })).toEqual(['old']);
    await poller.names();
    expect(await poller.names({ mode: 'manual' })).toEqual(['old']);
    upload('new');
    expect(await poller.names({ mode: 'manual' })).toEqual(['old', 'new']);
    expect(await poller.names()).toEqual(['new']);
  });

  test('shows old files where there are no recent ones', async () => {
    const clock = manualClock(Date.now() - 30 * 24 * HOUR);
    await lab.emulatorWith({ clock });
    upload('a month old');
    clock.advance(30 * 24 * HOUR);
    expect(await new Poller().names({ mode: 'manual' })).toEqual(['a month old']);
  });
});

test.each<[string, INodeParameters, RegExp]>([
  ['a tag without a name', tagFields({ '': 'x' }), /^A tag has no name$/],
  [
    'tags that are no JSON',
    { specifyTags: 'json', tagsJson: '{' },
    /^"Tags \(JSON\)" must be an object, or the JSON of one$/,
  ],
])('%s is refused before anything is asked', async (_, parameters, expected) => {
  const { error } = await new Poller(parameters).result();
  expect((error as Error).message).toMatch(expected);
  expect(lab.requests()).toEqual([]);
});
