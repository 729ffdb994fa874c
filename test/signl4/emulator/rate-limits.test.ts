import { seed } from '@signalbox/emulators/signl4';
import { api, post, startStillSignl4, stopAll } from './running-signl4';

afterEach(stopAll);

const times = async (count: number, call: () => Promise<{ status: number }>) => {
  const statuses: Record<number, number> = {};
  for (let index = 0; index < count; index++) {
    const { status } = await call();
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  return statuses;
};

describe('rate limits (signl4.md §1.9)', () => {
  it('free plan: 10 events in 15 seconds, then blocked for 15 seconds', async () => {
    const { clock, emulator } = await startStillSignl4({ plan: 'free', rateLimits: true });
    const startSeconds = clock.now() / 1000;
    const first = await post(emulator, { title: 'T' });
    expect(first.headers.get('x-ratelimit-limit')).toBe('10');
    expect(first.headers.get('x-ratelimit-remaining')).toBe('9');
    expect(first.headers.get('x-ratelimit-reset')).toBe(String(startSeconds + 15));
    expect(await times(9, () => post(emulator, { title: 'T' }))).toEqual({ 201: 9 });

    clock.advance(10_000);
    const refused = await post(emulator, { title: 'T' });
    expect(refused).toMatchObject({ status: 429, json: { code: 429, requestId: expect.any(String) } });
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(refused.headers.get('x-ratelimit-reset')).toBe(String(startSeconds + 25));
    expect(refused.headers.get('retry-after')).toBeNull();

    // Refused calls do not prolong the block.
    clock.advance(4_000);
    expect((await post(emulator, { title: 'T' })).status).toBe(429);
    // The window itself is over, the block is not.
    clock.advance(10_999);
    expect((await post(emulator, { title: 'T' })).status).toBe(429);
    clock.advance(1);
    expect((await post(emulator, { title: 'T' })).status).toBe(201);
  });

  it('commercial plan: 150 events in 15 seconds', async () => {
    const { clock, emulator } = await startStillSignl4({ plan: 'commercial', rateLimits: true });
    expect(await times(151, () => post(emulator, { title: 'T' }))).toEqual({ 201: 150, 429: 1 });
    clock.advance(15_000);
    expect((await post(emulator, { title: 'T' })).status).toBe(201);
  });

  it('a longer window blocks for its own length: 1,200 events in an hour', async () => {
    const { clock, emulator } = await startStillSignl4({ plan: 'free', rateLimits: true });
    for (let window = 0; window < 120; window++) {
      expect(await times(10, () => post(emulator, { title: 'T' }))).toEqual({ 201: 10 });
      clock.advance(15_000);
    }
    const refused = await post(emulator, { title: 'T' });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-ratelimit-limit')).toBe('1200');
    expect(refused.headers.get('x-ratelimit-reset')).toBe(String(clock.now() / 1000 + 3600));
    clock.advance(3_599_999);
    expect((await post(emulator, { title: 'T' })).status).toBe(429);
    clock.advance(1);
    expect((await post(emulator, { title: 'T' })).status).toBe(201);
  });

  it('REST calls count apart from events, and refuse alike', async () => {
    const { emulator } = await startStillSignl4({ plan: 'free', rateLimits: true });
    expect(await times(11, () => api(emulator, 'GET', '/teams'))).toEqual({ 200: 10, 429: 1 });
    expect((await post(emulator, { title: 'T' })).status).toBe(201);
    const byKey = await api(emulator, 'POST', `/events/${seed.teams.operations.id}`, { title: 'T' });
    expect(byKey.status).toBe(201);
    expect(byKey.headers.get('x-ratelimit-remaining')).toBe('8');
  });

  it('only 10 erroneous calls in a minute', async () => {
    const { clock, emulator } = await startStillSignl4({ plan: 'commercial', rateLimits: true });
    const wrong = () => post(emulator, { title: 'T' }, '/webhook/wrong');
    expect(await times(12, wrong)).toEqual({ 404: 10, 429: 2 });
    expect((await post(emulator, { title: 'T' })).status).toBe(201);
    clock.advance(60_000);
    expect((await wrong()).status).toBe(404);
  });

  it.each([
    ['invalid', { 404: 12 }],
    ['every', { 404: 10, 429: 2 }],
  ] as const)('REST calls to unknown IDs, if %s ones count as erroneous', async (erroneousRest, expected) => {
    const { emulator } = await startStillSignl4({ rateLimits: true, assume: { erroneousRest } });
    expect(await times(12, () => api(emulator, 'GET', '/teams/x'))).toEqual(expected);
  });

  it('REST calls with an invalid body or a wrong key are erroneous', async () => {
    const { emulator } = await startStillSignl4({ rateLimits: true });
    expect(await times(5, () => api(emulator, 'POST', '/alerts', {}))).toEqual({ 400: 5 });
    const wrong = () => api(emulator, 'GET', '/teams', undefined, { 'x-s4-api-key': 'wrong' });
    expect(await times(7, wrong)).toEqual({ 401: 5, 429: 2 });
    expect((await api(emulator, 'GET', '/teams')).status).toBe(200);
  });

  it('all calls are refused after 10 erroneous ones, if it is assumed so', async () => {
    const { emulator } = await startStillSignl4({
      rateLimits: true,
      assume: { erroneousThrottle: 'all', retryAfter: true },
    });
    await times(11, () => post(emulator, { title: 'T' }, '/webhook/wrong'));
    const refused = await post(emulator, { title: 'T' });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect((await api(emulator, 'GET', '/teams')).status).toBe(429);
  });

  it('are off unless asked for', async () => {
    const { emulator } = await startStillSignl4({ plan: 'free' });
    expect(await times(12, () => post(emulator, { title: 'T' }))).toEqual({ 201: 12 });
  });
});
