import { join } from 'node:path';
import {
  World,
  faultCasesOf,
  cancellationCases,
  checkCancellation,
  checkFault,
  checkItems,
  checkRetryOnFail,
  describeConformance,
  listingViolations,
  retryViolations,
  type ConformanceSubject,
  type ItemCase,
  type SubjectOperation,
} from '@signalbox/conformance-kit';
import { packFixture } from '../node-harness/pack-fixture';
import { TOKEN, notesService } from './notes-service';

const SECRET = 'key/with "odd" signs?';

const operations = {
  get: { resource: 'note', operation: 'get', semantics: 'safe' },
  put: { resource: 'note', operation: 'put', semantics: 'idempotent' },
  add: { resource: 'note', operation: 'add', semantics: 'non-idempotent' },
  clear: { resource: 'note', operation: 'clear', semantics: 'idempotent' },
  copy: { resource: 'note', operation: 'copy', semantics: 'non-idempotent', prefetch: {} },
} as const satisfies Record<string, SubjectOperation>;

type Name = keyof typeof operations;

let tarball: string;
const clearUp: Array<() => void | Promise<void>> = [];

function subject(flaw: string): ConformanceSubject<Awaited<ReturnType<typeof notesService>>> {
  const parameters = { id: '={{ $json.id }}', text: 'Remember', flaw };
  return {
    package: tarball,
    nodeType: 'n8n-nodes-notes.notes',
    operations: Object.values(operations),
    examples: Object.fromEntries(
      Object.keys(operations).map((operation) => [`note.${operation}`, { parameters }]),
    ),
    credentials: (baseUrl) => ({ notesApi: { baseUrl, key: SECRET } }),
    secrets: [SECRET],
    startEmulator: notesService,
    prepare({ control }, count) {
      const ids = Array.from({ length: count }, (_, index) => `seed-${index}`);
      for (const id of ids) control.texts.set(id, 'Seeded');
      return ids.map((id) => ({ id }));
    },
    refreshesToken: false,
    maxResponseBytes: 64 * 1024,
  };
}

async function worldWith(flaw: string): Promise<World> {
  const world = await World.open(subject(flaw));
  clearUp.push(() => world.close());
  return world;
}

beforeAll(async () => {
  const packed = await packFixture(join(__dirname, 'fixtures', 'n8n-nodes-notes'));
  tarball = packed.tarball;
  clearUp.push(packed.remove);
});
afterAll(async () => {
  for (const each of clearUp.reverse()) await each();
});

/** Registers the conformance tests with a stand-in for jest that collects names and functions. */
function registered(node: ConformanceSubject<Awaited<ReturnType<typeof notesService>>>) {
  const path: string[] = [];
  const tests = new Map<string, () => Promise<void>>();
  const around: { setUp?: () => Promise<void>; tearDown?: () => Promise<void> } = {};
  describeConformance(node, {
    describe(name, register) {
      path.push(name);
      register();
      path.pop();
    },
    it: (name, run) => void tests.set([...path.slice(1), name].join(': '), run),
    beforeAll: (setUp) => void (around.setUp = setUp),
    afterAll: (tearDown) => void (around.tearDown = tearDown),
  });
  return {
    names: [...tests.keys()],
    /** @returns what the tests that fail say, by their names */
    async run(chosen: (name: string) => boolean = () => true): Promise<Record<string, string>> {
      const failures: Record<string, string> = {};
      await around.setUp!();
      for (const [name, run] of tests) {
        if (!chosen(name)) continue;
        await run().catch((error: Error) => (failures[name] = error.message));
      }
      await around.tearDown!();
      return failures;
    },
  };
}

describe('the conformance tests', () => {
  test('every operation is tested under every fault, with several items, with retries and cancelled', () => {
    const { names } = registered(subject(''));
    expect(names[0]).toBe('lists every operation with an example');
    for (const [operation, { semantics, prefetch }] of Object.entries<SubjectOperation>(operations)) {
      const own = names.filter((name) => name.startsWith(`note.${operation} (${semantics}): `));
      expect([operation, own.length]).toEqual([operation, prefetch ? 75 : 44]);
    }
    const file: SubjectOperation = {
      resource: 'note',
      operation: 'print',
      semantics: 'safe',
      attach: () => {},
    };
    const forFiles = registered({ ...subject(''), operations: [file] }).names.slice(1);
    expect(
      names.filter((name) => name.startsWith('note.get') && !forFiles.includes(name.replace('get', 'print'))),
    ).toEqual([
      'note.get (safe): HTML login page with 200, once',
      'note.get (safe): HTML login page with 200, always',
      'note.get (safe): response ten times too large, once',
    ]);
    const paced = registered({
      ...subject(''),
      pacedAfter: 3,
      rateLimitHeader: { name: 'X-Reset', value: String },
    });
    expect(paced.names.filter((name) => !names.includes(name) && name.startsWith('note.get'))).toEqual([
      'note.get (safe): 429 with X-Reset, once',
      'note.get (safe): 429 with X-Reset, always',
      'note.get (safe): cancelled while it waits for the rate limit of the service',
    ]);
  });

  test('a careful node passes', async () => {
    expect(await registered(subject('')).run()).toEqual({});
  }, 120_000);

  test('a careful node with an expiring token passes', async () => {
    const { examples, ...rest } = subject('');
    const withToken = (flaw: string) => ({
      ...rest,
      examples: Object.fromEntries(
        Object.entries(examples).map(([key, { parameters }]) => [
          key,
          { parameters: { ...parameters, flaw, auth: 'token' } },
        ]),
      ),
      credentials: (baseUrl: string) => ({ notesTokenApi: { baseUrl, key: SECRET } }),
      secrets: [SECRET, TOKEN],
      refreshesToken: true,
      faultMatch: { path: '/notes' },
    });
    expect(await registered(withToken('')).run((name) => /get|add/.test(name))).toEqual({});

    // n8n sends once again with the new token; whoever does so on top of that is caught.
    const caught = await registered(withToken('repeatsUnauthorized')).run((name) => /get.*: 401/.test(name));
    expect(caught).toEqual({ 'note.get (safe): 401, always': '- Was sent 4 time(s) instead of 2' });
  }, 120_000);

  test('a failure names the operation and the case', async () => {
    const failures = await registered(subject('stopsForNothing')).run((name) => /add.*bad item/.test(name));
    expect(failures).toEqual({
      'note.add (non-idempotent): one bad item, stopping':
        '- A refused item did not stop the run: it ended with "success"',
    });
  });

  test('an operation that fails without a fault says so once, whichever of its tests is run first', async () => {
    const broken = { ...subject(''), credentials: () => ({}) };
    const said =
      /^- note\.get fails against the emulator without any fault: .*credentials.*Correct its example, what prepare\(\) makes/;
    const all = await registered(broken).run((name) => name.startsWith('note.get'));
    expect(all).toEqual({ 'note.get (safe): without a fault': expect.stringMatching(said) as string });
    const some = await registered(broken).run((name) => /get.*(bad item, stopping|drips)/.test(name));
    expect(Object.values(some)).toEqual([expect.stringMatching(said)]);
  });
});

describe('under faults, the kit catches a careless node', () => {
  test.each<[flaw: string, name: Name, faultCase: string, violation: RegExp]>([
    ['repeatsEverything', 'add', '500, once', /sent 2 time\(s\) instead of 1/],
    ['repeatsEverything', 'add', 'reset after delivery, once', /sent 2 time\(s\) instead of 1/],
    ['repeatsEverything', 'add', 'reset before delivery, once', /sent 2 time\(s\) instead of 1/],
    ['repeatsEverything', 'add', 'timeout, once', /sent 2 time\(s\) instead of 1/],
    ['repeatsEverything', 'add', 'truncated JSON, always', /sent 2 time\(s\) instead of 1/],
    ['neverRetries', 'get', '503, once', /Ended with "error" instead of "success"/],
    ['neverRetries', 'add', '429 without Retry-After, always', /sent 1 time\(s\) instead of 2/],
    ['neverRetries', 'add', 'connection refused, once', /Ended with "error" instead of "success"/],
    ['neverRetries', 'get', 'connection refused, always', /sent 1 time\(s\) instead of 2/],
    ['neverStops', 'get', '502, always', /sent 10 time\(s\) instead of 2/],
    ['impatient', 'get', '429 with Retry-After in seconds, once', /Waited \d+ ms, though/],
    ['followsRedirects', 'get', 'redirect to another origin, once', /Followed the redirect.*x-notes-key/],
    ['takesAnything', 'get', 'HTML login page with 200, once', /Ended with "success" instead of "error"/],
    ['takesPart', 'get', 'truncated JSON, always', /Ended with "success" instead of "error"/],
    ['takesPart', 'put', 'slow drip, always', /Ended with "success" instead of "error"/],
    ['takesAnySize', 'get', 'response ten times too large, once', /Ended with "success" instead of "error"/],
    ['repeatsUnauthorized', 'get', '401, once', /sent 2 time\(s\) instead of 1/],
    ['repeatsUnauthorized', 'get', '401, always', /sent 2 time\(s\) instead of 1/],
    ['tellsSecret', 'get', '504, always', /secret \(percent-encoded\) is seen in the thrown error/],
    ['tellsSecret', 'get', '504, always', /secret \(percent-encoded\) is seen in the stored error/],
    ['keepsCause', 'get', 'connection refused, always', /secret \(.*\) is seen in the thrown error/],
    ['logsSecret', 'get', '500, once', /secret \(in Base64\) is seen in the log/],
    ['leavesAlone', 'get', '500, always', /does not say what to do/],
    ['repeatsSecond', 'copy', '500, once', /sent 2 time\(s\) instead of 1/],
    ['neverRereads', 'copy', '500, once, reading first', /Ended with "error" instead of "success"/],
    ['takesAnything', 'copy', 'HTML login page with 200, always, reading first', /instead of "error"/],
  ])('a node with the flaw %s is caught (%s, %s)', async (flaw, name, caseName, violation) => {
    const world = await worldWith(flaw);
    const operation: SubjectOperation = operations[name];
    const faultCase = faultCasesOf(world.subject, operation).find((each) => each.name === caseName)!;
    const violations = await checkFault(world, operation, faultCase);
    expect(violations.join('\n')).toMatch(violation);
    // The report must not quote the secret that it found.
    expect(violations.filter((each) => !each.includes('redirect')).join('\n')).not.toContain(SECRET);
  });
});

describe('with several items, the kit catches a careless node', () => {
  test.each<[flaw: string, itemCase: ItemCase, violation: RegExp]>([
    ['dropsPairedItem', 'continueErrorOutput', /paired with undefined/],
    ['pairsWithTheFirst', 'none', /holds item 0, item 0, item 0; it should hold item 0, item 1, item 2/],
    ['pairsWithTheFirst', 'continueErrorOutput', /error output holds error of item 0/],
    [
      'swallowsItem',
      'continueRegularOutput',
      /holds item 0, item 2; it should hold item 0, error of item 1, item 2/,
    ],
    ['swallowsItem', 'continueErrorOutput', /The error output holds nothing/],
    ['stopsForNothing', 'stopWorkflow', /did not stop the run/],
    ['leavesAlone', 'continueErrorOutput', /does not say what to do/],
    ['tellsSecret', 'continueRegularOutput', /secret \(percent-encoded\) is seen in the output/],
  ])('a node with the flaw %s is caught (%s)', async (flaw, itemCase, violation) => {
    expect((await checkItems(await worldWith(flaw), operations.put, itemCase)).join('\n')).toMatch(violation);
  });
});

describe('with Retry On Fail, the kit catches a careless node', () => {
  test.each<[flaw: string, name: Name, violation: RegExp]>([
    ['forgetsTries', 'add', /sent 3 requests instead of 1/],
    ['forgetsTries', 'put', /sent 3 requests instead of 1/],
    ['forgetsTries', 'copy', /sent 3 requests instead of 1/],
    ['stopsForNothing', 'add', /Ended with "success" instead of "error"/],
  ])('a node with the flaw %s is caught (%s)', async (flaw, name, violation) => {
    expect((await checkRetryOnFail(await worldWith(flaw), operations[name])).join('\n')).toMatch(violation);
  });

  test('a node that prevents the retries of a safe operation is caught', () => {
    const facts = { status: 'error', changes: false, sent: 1, once: 1 };
    expect(retryViolations(facts)).toEqual(['Retry On Fail sent 1 requests instead of 3 or more']);
  });
});

describe('when cancelled, the kit catches a careless node', () => {
  test.each<[flaw: string, cancelled: string, violation: RegExp]>([
    ['slowToStop', 'while it waits as Retry-After says', /Went on for \d+ ms after it was cancelled/],
    ['slowToStop', 'while the service does not respond', /Went on for \d+ ms after it was cancelled/],
    ['goesOnAfterwards', 'while a response drips in', /Sent 1 request\(s\) after it was over/],
  ])('a node with the flaw %s is caught (%s)', async (flaw, cancelled, violation) => {
    const cancellationCase = cancellationCases({}).find(({ name }) => name === cancelled)!;
    const violations = await checkCancellation(await worldWith(flaw), operations.get, cancellationCase);
    expect(violations.join('\n')).toMatch(violation);
  });
});

test('a listing that differs from the menus of the node is caught', async () => {
  const world = await worldWith('');
  expect(listingViolations(world)).toEqual([]);
  const { get, put, clear, copy } = operations;
  const examples = {
    'note.get': { parameters: {} },
    'note.burn': { parameters: {} },
    'note.put': { parameters: {} },
  };
  const listed = [get, put, clear, copy, { resource: 'note', operation: 'fold', semantics: 'safe' as const }];
  const wrong = { ...world.subject, operations: listed, examples };
  expect(listingViolations({ subject: wrong, packages: world.packages } as unknown as World)).toEqual([
    'note.add is offered by the node, but not listed',
    'note.fold is listed, but not offered by the node',
    'note.clear has no example',
    'note.copy has no example',
    'note.fold has no example',
    'note.burn has an example, but is not listed',
  ]);
});
