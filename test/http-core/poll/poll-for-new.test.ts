import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { pollForNew } from '@signalbox/http-core/poll';
import type { PollOptions, PollQuery } from '@signalbox/http-core/poll';
import { decodeSeen, encodeSeen, pruneSeen } from '@signalbox/http-core/internal/poll/seen-items';
import { loadWorkflow } from '../real-contexts';

interface Item {
  id: string;
  time: number;
}

const MINUTE = 60_000;
/** The clock of the service when a test begins; near our own, as baselines look at both. */
const start = (): number => Date.now();

/** A service with a paged listing whose pages come in one fixed order or another. */
class FakeListing {
  readonly items: Item[] = [];
  readonly queries: PollQuery[] = [];
  pageSize = 3;
  order: 'oldestFirst' | 'newestFirst' | 'byId' = 'oldestFirst';
  /** Number of pages served before a call fails; later calls succeed again. */
  failAfter = Infinity;
  /** Page tokens of earlier polls are refused. */
  expireTokens = false;
  /** The service reads times in a zone so far behind UTC: it begins later than it is asked. Milliseconds. */
  shiftMs = 0;
  /** An item that turns up while pages are being served: after how many, and which. */
  arrival: { afterPages: number; item: Item } | undefined;
  private pages = 0;

  beginPoll(): void {
    this.pages = 0;
    this.queries.length = 0;
  }

  async fetch(query: PollQuery) {
    this.queries.push(query);
    if (this.expireTokens && query.page !== undefined && this.pages === 0)
      throw new Error('page token expired');
    if (this.pages >= this.failAfter) {
      this.failAfter = Infinity;
      throw new Error('listing failed');
    }
    this.pages++;
    const wanted = this.items.filter(
      ({ time }) => query.since === undefined || time >= query.since.getTime() + this.shiftMs,
    );
    const byTime = (a: Item, b: Item): number => a.time - b.time || a.id.localeCompare(b.id);
    if (this.order === 'oldestFirst') wanted.sort(byTime);
    else if (this.order === 'newestFirst') wanted.sort((a, b) => byTime(b, a));
    else wanted.sort((a, b) => a.id.localeCompare(b.id));
    const from = Number(query.page ?? 0);
    const to = from + this.pageSize;
    const page = { items: wanted.slice(from, to), next: to < wanted.length ? String(to) : undefined };
    if (this.arrival && this.arrival.afterPages === this.pages) {
      this.items.push(this.arrival.item);
      this.arrival = undefined;
    }
    return page;
  }
}

/** n8n around one poll trigger: static data is saved when a poll ends well, and discarded when it throws. */
class Poller {
  database: IDataObject = {};
  readonly emitted: string[] = [];

  constructor(
    readonly listing: FakeListing,
    readonly options: Partial<PollOptions<Item>> = {},
  ) {}

  async poll(
    budgetMs = Infinity,
    mode: 'trigger' | 'manual' = 'trigger',
  ): Promise<string[] | null | 'error'> {
    this.listing.beginPoll();
    const loaded = loadWorkflow({ staticData: this.database });
    const ctx = loaded.pollContext(mode, () => budgetMs);
    try {
      const output = await pollForNew<Item>(ctx, {
        fetch: async (query) => await this.listing.fetch(query),
        idOf: ({ id }) => id,
        timeOf: ({ time }) => time,
        ...this.options,
      });
      if (mode === 'manual') expect(loaded.isChanged()).toBe(false);
      else this.database = loaded.saved();
      const ids = output?.[0]?.map(({ json }) => json.id as string) ?? null;
      if (mode === 'trigger' && ids) this.emitted.push(...ids);
      return ids;
    } catch {
      return 'error';
    }
  }

  /** Polls, a quarter of an hour apart, until two scans in a row have found nothing. */
  async drain(): Promise<void> {
    for (let quiet = 0, polls = 0; quiet < 2; polls++) {
      if (polls > 500) throw new Error('no end of polling');
      passTime(15 * MINUTE);
      quiet = (await this.poll()) === null ? quiet + 1 : 0;
    }
  }

  /** The number of requests of a poll that finds these. */
  async requestsOf(expected: string[] | null): Promise<number> {
    expect(await this.poll()).toEqual(expected);
    return this.listing.queries.length;
  }
}

/** Sets our clock forward. */
function passTime(ms: number): void {
  const now = Date.now() + ms;
  jest.spyOn(Date, 'now').mockReturnValue(now);
}

afterEach(() => jest.restoreAllMocks());

describe('pollForNew', () => {
  test('emits nothing for the baseline, then each new item once, oldest first', async () => {
    const now = start();
    const listing = new FakeListing();
    const poller = new Poller(listing);
    listing.items.push({ id: 'old', time: now - MINUTE });
    expect(await poller.poll()).toBeNull();
    listing.items.push({ id: 'second', time: now + 2 }, { id: 'first', time: now + 1 });
    expect(await poller.poll()).toEqual(['first', 'second']);
    expect(await poller.poll()).toBeNull();
    // A tie with the newest item emitted, and one that shows up late.
    listing.items.push({ id: 'tie', time: now + 2 }, { id: 'late', time: now - MINUTE / 2 });
    expect(await poller.poll()).toEqual(['late', 'tie']);
  });

  test('emits all existing items without a baseline', async () => {
    const listing = new FakeListing();
    listing.items.push({ id: 'b', time: 2 }, { id: 'a', time: 1 });
    expect(await new Poller(listing, { baseline: 'none' }).poll()).toEqual(['a', 'b']);
  });

  test('emits the first item even if the clock of the service is slow', async () => {
    const now = start();
    const listing = new FakeListing();
    const poller = new Poller(listing);
    await poller.poll();
    listing.items.push({ id: 'new', time: now - 4 * MINUTE });
    expect(await poller.poll()).toEqual(['new']);
  });

  test('a manual run returns the newest items as samples and changes nothing', async () => {
    const listing = new FakeListing();
    listing.pageSize = 30;
    for (let n = 10; n < 35; n++) listing.items.push({ id: `${n}`, time: n });
    const poller = new Poller(listing);
    const samples = ['25', '26', '27', '28', '29', '30', '31', '32', '33', '34'];
    expect(await poller.poll(Infinity, 'manual')).toEqual(samples);
    expect(await poller.poll(Infinity, 'manual')).toEqual(samples);
    expect(poller.database).toEqual({});
    expect(listing.queries[0]!.since).toBeUndefined();
  });

  test('stops after the page that uses up the budget and continues there', async () => {
    const listing = new FakeListing();
    for (let n = 0; n < 9; n++) listing.items.push({ id: `${n}`, time: n });
    const poller = new Poller(listing, { baseline: 'none' });
    expect(await poller.poll(0)).toEqual(['0', '1', '2']);
    expect(listing.queries).toHaveLength(1);
    expect(await poller.poll(0)).toEqual(['3', '4', '5']);
    expect(listing.queries.map(({ page }) => page)).toEqual(['3']);
  });

  test('emits at most maxItems and loses nothing of an interrupted page', async () => {
    const listing = new FakeListing();
    for (let n = 0; n < 6; n++) listing.items.push({ id: `${n}`, time: 1 });
    const poller = new Poller(listing, { baseline: 'none', maxItems: 4 });
    expect(await poller.poll()).toHaveLength(4);
    expect(await poller.poll()).toHaveLength(2);
  });

  test('emits the pages before an error and reports the error if it persists', async () => {
    const listing = new FakeListing();
    for (let n = 0; n < 6; n++) listing.items.push({ id: `${n}`, time: n });
    const poller = new Poller(listing, { baseline: 'none' });
    listing.failAfter = 1;
    expect(await poller.poll()).toEqual(['0', '1', '2']);
    const broken = jest.spyOn(listing, 'fetch').mockRejectedValue(new Error('still failing'));
    expect(await poller.poll()).toBe('error');
    broken.mockRestore();
    expect(await poller.poll()).toEqual(['3', '4', '5']);
  });

  test('reports an error that persists at the same later page', async () => {
    const listing = new FakeListing();
    for (let n = 0; n < 6; n++) listing.items.push({ id: `${n}`, time: n });
    const poller = new Poller(listing, { baseline: 'none' });
    const honest = listing.fetch.bind(listing);
    jest.spyOn(listing, 'fetch').mockImplementation(async (query) => {
      if (query.page === '3') throw new Error('this page is broken');
      return await honest(query);
    });
    expect(await poller.poll()).toEqual(['0', '1', '2']);
    expect(await poller.poll()).toBe('error');
    expect(await poller.poll()).toBe('error');
  });

  test('the next poll continues a baseline after an error', async () => {
    const now = start();
    const listing = new FakeListing();
    for (let n = 0; n < 6; n++) listing.items.push({ id: `${n}`, time: now + n });
    const poller = new Poller(listing);
    listing.failAfter = 1;
    expect(await poller.poll()).toBeNull();
    expect(await poller.poll()).toBeNull();
    expect(listing.queries.map(({ page }) => page)).toEqual(['3']);
    listing.items.push({ id: 'new', time: now + 9 });
    expect(await poller.poll()).toEqual(['new']);
  });

  test('old items are not emitted if the service ignores the requested time', async () => {
    const now = start();
    const listing = new FakeListing();
    const honest = listing.fetch.bind(listing);
    jest
      .spyOn(listing, 'fetch')
      .mockImplementation(async (query) => await honest({ ...query, since: undefined }));
    const poller = new Poller(listing, { overlapMs: 0 });
    listing.items.push({ id: 'ancient', time: 1 }, { id: 'old', time: now });
    await poller.poll();
    listing.items.push({ id: 'new', time: now + 1 });
    expect(await poller.poll()).toEqual(['new']);
    listing.items.push({ id: 'newer', time: now + 2 });
    expect(await poller.poll()).toEqual(['newer']);
    expect(await poller.poll()).toBeNull();
  });

  test('an expired page token restarts the scan', async () => {
    const listing = new FakeListing();
    for (let n = 0; n < 6; n++) listing.items.push({ id: `${n}`, time: n });
    const poller = new Poller(listing, { baseline: 'none' });
    await poller.poll(0);
    listing.expireTokens = true;
    expect(await poller.poll()).toEqual(['3', '4', '5']);
  });

  test('starts again with a baseline if the scope changes', async () => {
    const now = start();
    const listing = new FakeListing();
    listing.items.push({ id: 'a', time: now });
    const poller = new Poller(listing);
    await poller.poll();
    Object.assign(poller.options, { scope: 'another folder' });
    listing.items.push({ id: 'b', time: now });
    expect(await poller.poll()).toBeNull();
    listing.items.push({ id: 'c', time: now });
    expect(await poller.poll()).toEqual(['c']);
  });

  test('an item from the far future does not hide current ones', async () => {
    const now = start();
    const listing = new FakeListing();
    const poller = new Poller(listing);
    await poller.poll();
    listing.items.push({ id: 'future', time: now + 10 ** 10 });
    expect(await poller.poll()).toEqual(['future']);
    listing.items.push({ id: 'today', time: now + 6 * MINUTE });
    expect(await poller.poll()).toEqual(['today']);
    expect(await poller.poll()).toBeNull();
  });

  test('an item without a valid time is an error with its id', async () => {
    const loaded = loadWorkflow();
    const poll = pollForNew(
      loaded.pollContext('trigger', () => Infinity),
      {
        fetch: async () => ({ items: [{ id: 'x' }] }),
        idOf: ({ id }) => id,
        timeOf: () => 'yesterday',
      },
    );
    await expect(poll).rejects.toThrow('id x');
  });

  test('a page that refers to itself as the next one is an error', async () => {
    const loaded = loadWorkflow();
    const poll = pollForNew<Item>(
      loaded.pollContext('trigger', () => Infinity),
      {
        fetch: async () => ({ items: [], next: 'same' }),
        idOf: ({ id }) => id,
        timeOf: ({ time }) => time,
      },
    );
    await expect(poll).rejects.toThrow('refers to itself');
  });

  test('uses the default budget if n8n has no getPollBudgetMs', async () => {
    const loaded = loadWorkflow();
    const ctx = loaded.pollContext('trigger', () => Infinity);
    Object.assign(ctx, { getPollBudgetMs: undefined });
    const queries: PollQuery[] = [];
    await pollForNew<Item>(ctx, {
      fetch: async (query) => {
        queries.push(query);
        return { items: [] };
      },
      idOf: ({ id }) => id,
      timeOf: ({ time }) => time,
    });
    expect(queries[0]!.remainingMs).toBeGreaterThan(30_000);
    expect(queries[0]!.remainingMs).toBeLessThanOrEqual(36_000);
  });

  test('loses and repeats nothing for any order of pages, arrivals, interruptions and errors', async () => {
    const overlapMs = 50;
    const tick = fc.record({
      pageSize: fc.integer({ min: 1, max: 5 }),
      budgetMs: fc.constantFrom(0, Infinity),
      failAfter: fc.constantFrom(Infinity, Infinity, 0, 1, 2),
      expireTokens: fc.boolean(),
      isManual: fc.boolean(),
      /** Milliseconds by which each new item lags behind the clock of the service: within the overlap. */
      arrivals: fc.array(fc.nat({ max: overlapMs }), { maxLength: 8 }),
      advance: fc.nat({ max: 100 }),
      /** Which of the emitted items is deleted. */
      deletes: fc.option(fc.nat({ max: 20 })),
      midScan: fc.option(
        fc.record({ afterPages: fc.integer({ min: 1, max: 3 }), lag: fc.nat({ max: overlapMs }) }),
      ),
    });
    const orders = fc.constantFrom('oldestFirst' as const, 'newestFirst' as const, 'byId' as const);
    await fc.assert(
      fc.asyncProperty(
        orders,
        fc.constantFrom('latest' as const, 'none' as const),
        fc.integer({ min: 1, max: 10 }),
        fc.boolean(),
        fc.constantFrom(0, 100, 200),
        fc.array(tick, { maxLength: 15 }),
        async (order, baseline, maxItems, isCompleted, shiftMs, ticks) => {
          jest.restoreAllMocks();
          let clock = start();
          const listing = new FakeListing();
          Object.assign(listing, { order, shiftMs });
          // By id, pages shift in the middle: a fixed width keeps the numbering in order.
          let made = 0;
          const expected: string[] = [];
          const make = (lag: number): Item => ({
            id: `${((++made * 7) % 1000) + 1000}-${made}`,
            time: clock - lag,
          });
          for (let n = 0; n < 5; n++) listing.items.push(make(n));
          const complete = async () => ({ json: { complete: true } });
          const poller = new Poller(listing, {
            overlapMs,
            marginMs: 200,
            baseline,
            maxItems,
            ...(isCompleted && { complete }),
          });
          if (baseline === 'none') expected.push(...listing.items.map(({ id }) => id));
          else expect(await poller.poll()).toBeNull();

          for (const {
            pageSize,
            budgetMs,
            failAfter,
            expireTokens,
            isManual,
            arrivals,
            advance,
            midScan,
            deletes,
          } of ticks) {
            clock += advance;
            passTime(advance);
            // Only what was emitted, since it is unknown if items deleted before should have been.
            const deleted = poller.emitted[deletes ?? -1];
            if (!JSON.stringify(poller.database).includes('"page"'))
              listing.items.splice(0, Infinity, ...listing.items.filter(({ id }) => id !== deleted));
            for (const lag of arrivals) {
              const item = make(lag);
              listing.items.push(item);
              expected.push(item.id);
            }
            // Pages of another size are other pages: only between scans, as no service changes it in one.
            if (!JSON.stringify(poller.database).includes('"page"')) listing.pageSize = pageSize;
            Object.assign(listing, { failAfter, expireTokens });
            if (midScan && !isManual) {
              const item = make(midScan.lag);
              listing.arrival = { afterPages: midScan.afterPages, item };
            }
            await poller.poll(budgetMs, isManual ? 'manual' : 'trigger');
            if (midScan && !isManual && !listing.arrival) expected.push(listing.items.at(-1)!.id);
            listing.arrival = undefined;
          }
          Object.assign(listing, { failAfter: Infinity, expireTokens: false });
          await poller.drain();
          expect(new Set(poller.emitted).size).toBe(poller.emitted.length);
          expect([...poller.emitted].sort()).toEqual([...expected].sort());
        },
      ),
      { numRuns: 1000 },
    );
  });

  describe('items that take time to complete', () => {
    const binary = { data: { data: 'eA==', mimeType: 'text/plain' } };

    test('items are emitted only with their completion', async () => {
      const listing = new FakeListing();
      listing.pageSize = 100;
      const running = { now: 0, most: 0 };
      const poller = new Poller(listing, {
        baseline: 'none',
        async complete({ id }) {
          running.most = Math.max(running.most, ++running.now);
          await new Promise((resolve) => setImmediate(resolve));
          running.now--;
          return id === '7' ? { json: { problem: 'lost' } } : { binary };
        },
      });
      const ids = Array.from({ length: 20 }, (_, n) => String(n));
      for (const id of ids) listing.items.push({ id, time: start() + Number(id) });
      const loaded = loadWorkflow();
      const output = await pollForNew<Item>(
        loaded.pollContext('trigger', () => Infinity),
        {
          fetch: (query) => listing.fetch(query),
          idOf: ({ id }) => id,
          timeOf: ({ time }) => time,
          ...poller.options,
        },
      );
      const [items] = output!;
      expect(items!.map(({ json }) => json.id)).toEqual(ids);
      for (const { json, ...rest } of items!) {
        if (json.id === '7') expect([json.problem, rest]).toEqual(['lost', {}]);
        else expect(rest).toEqual({ binary });
      }
      expect(running.most).toBe(5);
    });

    test('items that are not completed in time come with later polls, at least one with each', async () => {
      const listing = new FakeListing();
      const poller = new Poller(listing, { baseline: 'none', complete: async () => ({ binary }) });
      for (let n = 0; n < 7; n++) listing.items.push({ id: String(n), time: start() + n });
      expect(await poller.poll(0)).toEqual(['0']);
      expect(await poller.poll(0)).toEqual(['1']);
      expect(await poller.poll()).toEqual(['2', '3', '4', '5', '6']);
      expect(await poller.poll()).toBeNull();
    });

    test('a manual run does not complete all samples if the time is up', async () => {
      const listing = new FakeListing();
      const poller = new Poller(listing, { complete: async () => ({ binary }) });
      for (let n = 0; n < 3; n++) listing.items.push({ id: String(n), time: start() + n });
      expect(await poller.poll(0, 'manual')).toEqual(['0']);
      expect(await poller.poll(Infinity, 'manual')).toEqual(['0', '1', '2']);
    });
  });

  describe('a long listing in which nothing happens', () => {
    const COUNT = 1_000;
    const MARGIN = 4 * 60 * MINUTE;

    /** A trigger that has taken its baseline of a thousand items. */
    async function polled(changes: Partial<FakeListing> = {}, options: Partial<PollOptions<Item>> = {}) {
      const now = start();
      const listing = new FakeListing();
      Object.assign(listing, { pageSize: 50, ...changes });
      for (let n = 1; n <= COUNT; n++) listing.items.push({ id: `old-${n}`, time: now - n * 500 });
      const poller = new Poller(listing, { overlapMs: 15 * MINUTE, marginMs: MARGIN, ...options });
      expect(await poller.poll()).toBeNull();
      return { listing, poller, now };
    }
    const minutes = async (poller: Poller, count: number, each: string[] | null = null) => {
      const requests: number[] = [];
      for (let n = 0; n < count; n++) {
        passTime(MINUTE);
        requests.push(await poller.requestsOf(each));
      }
      return requests;
    };

    test.each(['oldestFirst', 'newestFirst', 'byId'] as const)(
      'most polls of a quiet long listing take few requests (%s)',
      async (order) => {
        const { poller } = await polled({ order });
        const requests = await minutes(poller, 60);
        expect(requests.filter((count) => count > 3).length).toBeLessThanOrEqual(8);
      },
    );

    test('a long listing emits a new item with the next poll and a late one within 15 minutes', async () => {
      const { poller, listing, now } = await polled();
      await minutes(poller, 20);
      const newest = Date.now();
      listing.items.push({ id: 'new', time: newest }, { id: 'late', time: now - 10 * MINUTE });
      passTime(MINUTE);
      expect(await poller.requestsOf(['new'])).toBeLessThanOrEqual(4);
      let found: string[] | null | 'error' = null;
      for (let n = 0; n < 15 && !found; n++) {
        passTime(MINUTE);
        found = await poller.poll();
      }
      expect(found).toEqual(['late']);
      // If one item is late, others may be: the next poll looks at everything.
      listing.items.push({ id: 'later', time: newest - 2 * MINUTE });
      passTime(MINUTE);
      expect(await poller.poll()).toEqual(['later']);
    });

    test.each([1, 3, 4])(
      'a service %i hours behind UTC takes a few full scans, then few requests, and emits new items promptly',
      async (hours) => {
        const { poller, listing } = await polled({ shiftMs: hours * 60 * MINUTE });
        await minutes(poller, 2 * hours);
        const requests = await minutes(poller, 15);
        expect(requests.filter((count) => count > 4).length).toBeLessThanOrEqual(2);
        listing.items.push({ id: 'new', time: Date.now() });
        passTime(MINUTE);
        expect(await poller.poll()).toEqual(['new']);
        // Daylight saving ends: the service is further behind.
        listing.shiftMs = Math.min(listing.shiftMs + 60 * MINUTE, MARGIN);
        listing.items.push({ id: 'newer', time: Date.now() });
        passTime(MINUTE);
        expect(await poller.poll()).toEqual(['newer']);
      },
    );

    test('a full scan follows the deletion of the newest item, and quick scans after that', async () => {
      const { poller, listing } = await polled();
      await minutes(poller, 1);
      // All that a quick scan would look at.
      listing.items.splice(0, 200);
      const requests = await minutes(poller, 5);
      expect(requests[0]).toBeGreaterThan(10);
      expect(requests.slice(1).filter((count) => count > 4).length).toBeLessThanOrEqual(1);
      listing.items.push({ id: 'new', time: Date.now() });
      passTime(MINUTE);
      expect(await poller.poll()).toEqual(['new']);
    });

    test('a full scan follows an interrupted or failed quick scan', async () => {
      const { poller, listing } = await polled({}, { maxItems: 2 });
      await minutes(poller, 1);
      for (const n of [1, 2, 3, 4, 5]) listing.items.push({ id: `new-${n}`, time: Date.now() + n });
      passTime(MINUTE);
      expect(await poller.poll()).toEqual(['new-1', 'new-2']);
      expect(await poller.poll()).toEqual(['new-3', 'new-4']);
      expect(await poller.poll()).toEqual(['new-5']);
      expect(await poller.poll()).toBeNull();
      await minutes(poller, 1);
      listing.failAfter = 0;
      expect(await poller.poll()).toBe('error');
      expect(await poller.poll()).toBeNull();
    });

    test.each([0, 4])(
      'items of one second are not read again with each poll (service %i hours behind UTC)',
      async (hours) => {
        const { poller, listing, now } = await polled({ shiftMs: hours * 60 * MINUTE });
        listing.items.splice(0);
        const second = now - (now % 1_000) + 2_000;
        for (let n = 0; n < COUNT; n++) listing.items.push({ id: `burst-${n}`, time: second + (n % 1_000) });
        const { length } = listing.items;
        passTime(MINUTE);
        expect([...(await poller.poll())!, ...(await poller.poll())!]).toHaveLength(length);
        await minutes(poller, 2 * hours + 1);
        const requests = await minutes(poller, 15);
        expect(requests.filter((count) => count > 2).length).toBeLessThanOrEqual(4);
        listing.items.push({ id: 'new', time: Date.now() });
        passTime(MINUTE);
        expect(await poller.poll()).toEqual(['new']);
      },
    );

    test('the stored state of a long listing is bounded however much is new', async () => {
      const { poller, listing } = await polled({}, { maxSeen: 100, maxItems: 100 });
      for (let n = 0; n < 20; n++) {
        const fresh = Array.from({ length: 40 }, (_, k) => ({ id: `${n}-${k}`, time: Date.now() + k }));
        listing.items.push(...fresh);
        passTime(MINUTE);
        expect(await poller.poll()).toHaveLength(40);
        const { seen } = (poller.database['node:Trigger'] as { poll: { seen: string } }).poll;
        expect(decodeSeen(seen).size).toBeLessThanOrEqual(300);
      }
    });

    test('a full scan follows a damaged state of the quick scan', async () => {
      const { poller } = await polled();
      const { poll } = poller.database['node:Trigger'] as { poll: { quick: IDataObject } };
      poll.quick.newest = 'broken';
      delete poller.database.global;
      expect(await poller.requestsOf(null)).toBeGreaterThan(10);
    });
  });

  test('the stored state is bounded', async () => {
    let clock = start();
    const listing = new FakeListing();
    listing.pageSize = 50;
    const poller = new Poller(listing, { overlapMs: 10 * MINUTE, maxSeen: 20 });
    await poller.poll();
    for (let round = 0; round < 20; round++) {
      for (let n = 0; n < 10; n++) listing.items.push({ id: `${round}-${n}`, time: ++clock });
      await poller.poll();
    }
    const { seen } = (poller.database['node:Trigger'] as { poll: { seen: string } }).poll;
    expect(decodeSeen(seen).size).toBeLessThanOrEqual(20);
    expect(new Set(poller.emitted).size).toBe(200);
    expect(poller.emitted).toHaveLength(200);
  });
});

describe('seen items', () => {
  test('seen items survive encoding', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.stringMatching(/^[\w-]{8}$/), fc.nat({ max: 2 ** 45 }))),
        (entries) => {
          const seen = new Map(entries);
          expect(decodeSeen(encodeSeen(seen))).toEqual(seen);
        },
      ),
    );
    expect(decodeSeen(undefined).size).toBe(0);
  });

  test('pruning keeps everything from the floor on and everything from the cursor on', () => {
    const entries = fc
      .array(fc.nat({ max: 30 }))
      .map((times) => new Map(times.map((time, index) => [`${index}`, time])));
    fc.assert(
      fc.property(
        entries,
        fc.nat({ max: 30 }),
        fc.nat({ max: 30 }),
        fc.nat({ max: 10 }),
        (all, a, b, limit) => {
          const [since, cursor] = [Math.min(a, b), Math.max(a, b)];
          const seen = new Map(all);
          const floor = pruneSeen(seen, { since, cursor, limit });
          expect(floor).toBeGreaterThanOrEqual(since);
          expect(floor).toBeLessThanOrEqual(Math.max(since, cursor));
          expect(seen).toEqual(new Map([...all].filter(([, time]) => time >= floor)));
          const beforeCursor = [...seen.values()].filter((time) => time < cursor);
          if (seen.size > limit) expect(beforeCursor).toEqual([]);
        },
      ),
    );
  });
});
