import { Readable } from 'node:stream';
import fc from 'fast-check';

import { RequestError } from '@signalbox/http-core/internal/errors/request-error';
import { Deadlines } from '@signalbox/http-core/internal/request/deadlines';
import { readBody } from '@signalbox/http-core/internal/request/read-body';

const inAnHour = () => Date.now() + 3_600_000;
const chunks = fc.array(
  fc.uint8Array({ minLength: 1, maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
  { maxLength: 20 },
);

test('gives all bytes of a body that is not larger than the limit, and destroys one that is', async () => {
  await fc.assert(
    fc.asyncProperty(chunks, fc.nat({ max: 600 }), async (parts, maxBytes) => {
      const whole = Buffer.concat(parts);
      const body = Readable.from(parts);
      const read = readBody(body, { deadline: inAnHour(), maxBytes });
      if (whole.length <= maxBytes) {
        expect(await read).toEqual(whole);
      } else {
        await expect(read).rejects.toMatchObject({ details: { kind: 'unreadable', applied: 'maybe' } });
      }
      expect(body.destroyed).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('stops reading where the limit is exceeded', async () => {
  let given = 0;
  const endless = new Readable({
    read() {
      given++;
      this.push(Buffer.alloc(1024));
    },
  });
  await expect(readBody(endless, { deadline: inAnHour(), maxBytes: 10 * 1024 })).rejects.toThrow(
    'more than 10 KiB',
  );
  expect(given).toBeLessThan(100);
});

/** Says something now and then, forever. */
function trickle(): Readable {
  const body = new Readable({ read() {} });
  const timer = setInterval(() => body.push('x'), 5);
  body.once('close', () => clearInterval(timer));
  return body;
}

test('a body that trickles is given up at the deadline', async () => {
  const body = trickle();
  const failure = await readBody(body, { deadline: Date.now() + 50, maxBytes: 1e6 }).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(RequestError);
  expect(failure).toMatchObject({ details: { kind: 'timeout', applied: 'maybe' } });
  expect(body.destroyed).toBe(true);
});

test('a deadline that has passed leaves no time', async () => {
  const read = readBody(trickle(), { deadline: Date.now() - 1000, maxBytes: 1e6 });
  await expect(read).rejects.toMatchObject({ details: { kind: 'timeout' } });
});

test.each([
  ['before', 0],
  ['while reading', 20],
])('an abort %s ends it and frees the connection', async (_, ms) => {
  const controller = new AbortController();
  if (ms === 0) controller.abort();
  else setTimeout(() => controller.abort(), ms);
  const body = trickle();
  await expect(
    readBody(body, { deadline: inAnHour(), maxBytes: 1e6, signal: controller.signal }),
  ).rejects.toThrow();
  expect(body.destroyed).toBe(true);
});

test('an error of the stream is passed on as it is', async () => {
  const error = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
  const body = trickle();
  setTimeout(() => body.destroy(error), 10);
  await expect(readBody(body, { deadline: inAnHour(), maxBytes: 1e6 })).rejects.toBe(error);
});

test.each(['before', 'while'])('a body that is closed early %s it is read is no whole one', async (when) => {
  const body = trickle();
  if (when === 'before') body.destroy();
  else setTimeout(() => body.destroy(), 10);
  await expect(readBody(body, { deadline: inAnHour(), maxBytes: 1e6 })).rejects.toMatchObject({
    code: 'ERR_STREAM_PREMATURE_CLOSE',
  });
});

test('bodies that share the keeping of their deadlines end each at its own, without a timer for each', async () => {
  const deadlines = new Deadlines();
  const timers = jest.spyOn(global, 'setTimeout');
  const read = async (ms: number) => {
    const body = trickle();
    await readBody(body, { deadline: Date.now() + ms, maxBytes: 1e6, deadlines }).catch(() => ended.push(ms));
    expect(body.destroyed).toBe(true);
  };
  const ended: number[] = [];
  const whole = Array.from(
    { length: 100 },
    async () =>
      await readBody(Readable.from([Buffer.from('x')]), { deadline: inAnHour(), maxBytes: 1, deadlines }),
  );
  await Promise.all([read(400), read(40), ...whole]);
  expect(ended).toEqual([40, 400]);
  expect(timers.mock.calls.length).toBeLessThan(50);
  timers.mockRestore();
});

test('a text that n8n has read already is taken as it is, and nothing for nothing', async () => {
  const limits = { deadline: inAnHour(), maxBytes: 100 };
  expect(await readBody('plain ü', limits)).toEqual(Buffer.from('plain ü'));
  expect(await readBody(Buffer.from('bytes'), limits)).toEqual(Buffer.from('bytes'));
  expect(await readBody(undefined, limits)).toEqual(Buffer.alloc(0));
  expect(await readBody(null, limits)).toEqual(Buffer.alloc(0));
  expect(await readBody('x'.repeat(100), limits)).toHaveLength(100);
  await expect(readBody('x'.repeat(101), limits)).rejects.toMatchObject({ details: { kind: 'unreadable' } });
});
