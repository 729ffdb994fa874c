import { connect, createServer, type AddressInfo } from 'node:net';
import { seed } from '@signalbox/emulators/signl4';
import { api, post, startSignl4, startStillSignl4, stopAll } from '../signl4/emulator/running-signl4';

afterEach(stopAll);

const key = `X-S4-Api-Key: ${seed.apiKey}`;

/** Sends one request over a bare socket and tells how the connection went. */
function exchange(port: number, path: string, giveUpMs = 2000) {
  return new Promise<{ bytes: string; end: 'closed' | 'reset' | 'open' }>((resolve) => {
    let bytes = '';
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${key}\r\n\r\n`),
    );
    const settle = (end: 'closed' | 'reset' | 'open') => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ bytes, end });
    };
    const timer = setTimeout(() => settle('open'), giveUpMs);
    socket.on('data', (chunk: Buffer) => (bytes += chunk.toString()));
    socket.on('end', () => settle('closed'));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      settle(error.code === 'ECONNRESET' ? 'reset' : 'closed'),
    );
  });
}

describe('faults on the wire', () => {
  it('status: answers what it is told, the service sees nothing', async () => {
    const emulator = await startSignl4();
    emulator.faults.inject({
      fault: { kind: 'status', code: 429, headers: { 'retry-after': '7' }, body: { a: 1 } },
    });
    const answer = await api(emulator, 'GET', '/teams');
    expect(answer).toMatchObject({ status: 429, json: { a: 1 } });
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(emulator.journal.requests).toMatchObject([{ status: 429, delivered: false, fault: 'status' }]);
    expect((await api(emulator, 'GET', '/teams')).status).toBe(200);
  });

  it('resetBefore: a reset, and nothing happened', async () => {
    const emulator = await startSignl4();
    emulator.faults.inject({ fault: { kind: 'resetBefore' } });
    expect(await exchange(emulator.port, '/api/v2/teams')).toEqual({ bytes: '', end: 'reset' });
    expect(emulator.journal.requests).toMatchObject([{ status: null, delivered: false }]);
  });

  it('resetAfter: a reset, although the service did it', async () => {
    const emulator = await startSignl4();
    emulator.faults.inject({ match: { method: 'post' }, fault: { kind: 'resetAfter' } });
    await expect(post(emulator, { title: 'Once' })).rejects.toThrow();
    await emulator.control.idle();
    expect(emulator.control.alerts()).toHaveLength(1);
    expect(emulator.journal.requests).toMatchObject([{ status: null, delivered: true }]);
  });

  it('hang: no response, no processing, and still a prompt close', async () => {
    const emulator = await startSignl4();
    emulator.faults.inject({ fault: { kind: 'hang' } });
    const open = exchange(emulator.port, '/api/v2/teams', 60_000);
    while (emulator.journal.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await emulator.close();
    expect(['reset', 'closed']).toContain((await open).end);
    expect(emulator.journal.requests).toMatchObject([{ delivered: false }]);
  });

  it('truncate: announces the whole answer and sends half of it', async () => {
    const emulator = await startSignl4();
    emulator.faults.inject({ fault: { kind: 'truncate' } });
    const { bytes, end } = await exchange(emulator.port, '/api/v2/teams');
    const [head, body] = bytes.split('\r\n\r\n') as [string, string];
    const announced = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    expect(body).toHaveLength(Math.floor(announced / 2));
    expect(announced).toBeGreaterThan(100);
    expect(end).toBe('closed');
  });

  it('html: a login page with status 200', async () => {
    const emulator = await startSignl4();
    emulator.faults.inject({ fault: { kind: 'html' } });
    const answer = await api(emulator, 'GET', '/teams');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.text).toContain('<form');
  });

  it.each([302, 307] as const)('redirect: %i to another origin, with path and query', async (code) => {
    const emulator = await startSignl4();
    emulator.faults.inject({ fault: { kind: 'redirect', code, origin: 'http://evil.example' } });
    const answer = await api(emulator, 'GET', '/teams?teamId=1');
    expect(answer.status).toBe(code);
    expect(answer.headers.get('location')).toBe('http://evil.example/api/v2/teams?teamId=1');
  });

  it.each(['/teams', `/teams/${seed.teams.operations.id}`, '/users'])(
    'oversize: %s with exactly so many bytes of JSON',
    async (path) => {
      const emulator = await startSignl4();
      const real = await api(emulator, 'GET', path);
      emulator.faults.inject({ fault: { kind: 'oversize', bytes: 50_001 } });
      const answer = await api(emulator, 'GET', path);
      expect(Buffer.byteLength(answer.text)).toBe(50_001);
      const first = Array.isArray(answer.json) ? answer.json[0] : answer.json;
      expect(first).toMatchObject(Array.isArray(real.json) ? real.json[0] : real.json);
    },
  );

  it('oversize: an answer without a body gets one', async () => {
    const emulator = await startSignl4();
    emulator.faults.inject({ fault: { kind: 'oversize', bytes: 300 } });
    const answer = await api(emulator, 'POST', '/alerts/paged', {});
    expect(answer.status).toBe(200);
    expect(Buffer.byteLength(answer.text)).toBe(300);
    expect(answer.json).toBeDefined();
  });

  it('drip: the answer comes in pieces', async () => {
    const emulator = await startSignl4();
    emulator.faults.inject({ fault: { kind: 'drip', bytesPerSecond: 4000 } });
    const response = await fetch(`${emulator.url}/api/v2/teams`, {
      headers: { 'x-s4-api-key': seed.apiKey },
    });
    const pieces: string[] = [];
    for await (const piece of response.body!) pieces.push(Buffer.from(piece).toString());
    expect(pieces.length).toBeGreaterThan(1);
    expect(JSON.parse(pieces.join(''))).toHaveLength(2);
  });

  it('delay: the answer comes later', async () => {
    const emulator = await startSignl4();
    emulator.faults.inject({ fault: { kind: 'delay', ms: 400 } });
    const order: string[] = [];
    await Promise.all([
      api(emulator, 'GET', '/teams').then(() => order.push('first')),
      // Sent once the first one has taken the fault.
      (async () => {
        while (emulator.journal.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
        await api(emulator, 'GET', '/users');
        order.push('second');
      })(),
    ]);
    expect(order).toEqual(['second', 'first']);
  });

  it('stopListening refuses connections and keeps the state; resumeListening takes the same port', async () => {
    const emulator = await startSignl4();
    await api(emulator, 'POST', '/webhooks', { name: 'a', extUrl: 'http://x.example/1' });
    await emulator.stopListening();
    const error = await api(emulator, 'GET', '/webhooks').catch(
      (reason: { cause?: { code?: string } }) => reason,
    );
    expect((error as { cause?: { code?: string } }).cause?.code).toBe('ECONNREFUSED');
    await emulator.resumeListening();
    expect((await api(emulator, 'GET', '/webhooks')).json).toHaveLength(1);
  });

  it('nobody else is given the port meanwhile', async () => {
    const emulator = await startSignl4();
    await emulator.stopListening();
    // An unheld port comes up about once in 8,000 times on Linux.
    for (let times = 0; times < 60_000; times++) {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      server.close();
      if (port === emulator.port) throw new Error(`Given port ${port} after ${times} times`);
    }
    await emulator.resumeListening();
    expect((await api(emulator, 'GET', '/teams')).status).toBe(200);
  }, 30_000);

  it.each(['resumed', 'reset', 'only closed'])('leaves no connection behind when it is %s', async (how) => {
    const open = async () => {
      // Sockets that other tests have just closed disappear in a moment.
      await new Promise((resolve) => setTimeout(resolve, 50));
      return process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP'));
    };
    const before = await open();
    const emulator = await startSignl4();
    for (let times = 0; times < 2; times++) {
      await emulator.stopListening();
      if (how === 'resumed') await emulator.resumeListening();
      if (how === 'reset') await emulator.reset();
    }
    await emulator.close();
    expect(await open()).toEqual(before);
  });
});

describe('which request gets a fault', () => {
  it('counts, matches method and path, and keeps its turn', async () => {
    const emulator = await startSignl4();
    const first = emulator.faults.inject({
      match: { path: '/api/v2/teams' },
      times: 2,
      fault: { kind: 'status', code: 500 },
    });
    emulator.faults.inject({
      match: { path: /\/users\?x=/ },
      times: 'always',
      fault: { kind: 'status', code: 503 },
    });
    const statuses = [];
    for (const path of [
      '/users',
      '/TEAMS',
      `/teams/${seed.teams.operations.id}`,
      '/teams',
      '/users?x=1',
      '/users?x=2',
    ]) {
      statuses.push((await api(emulator, 'GET', path)).status);
    }
    expect(statuses).toEqual([200, 500, 500, 200, 503, 503]);
    expect(first.hits).toBe(2);
    emulator.faults.clear();
    expect((await api(emulator, 'GET', '/users?x=1')).status).toBe(200);
  });

  it('can be taken back', async () => {
    const emulator = await startSignl4();
    emulator.faults.inject({ times: 'always', fault: { kind: 'hang' } }).remove();
    expect((await api(emulator, 'GET', '/teams')).status).toBe(200);
  });
});

describe('journal and reset', () => {
  it('notes method, path, query, headers and body', async () => {
    const { clock, emulator } = await startStillSignl4();
    await post(emulator, { title: 'Hi' }, `/webhook/${seed.integrationSecret}/?ExtIdParam=a&ExtIdParam=b`);
    const [entry] = emulator.journal.requests;
    expect(entry).toMatchObject({
      at: new Date(clock.now()).toISOString(),
      method: 'POST',
      path: `/webhook/${seed.integrationSecret}/`,
      body: '{"title":"Hi"}',
      status: 201,
      delivered: true,
      fault: null,
    });
    expect(entry!.query.getAll('ExtIdParam')).toEqual(['a', 'b']);
    expect(entry!.headers['content-type']).toBe('application/json');
  });

  it('starts over', async () => {
    const emulator = await startSignl4();
    await post(emulator, { title: 'Hi' });
    await api(emulator, 'POST', '/webhooks', { name: 'a', extUrl: 'http://x.example/1' });
    emulator.faults.inject({ times: 'always', fault: { kind: 'hang' } });
    await emulator.reset();
    expect((await api(emulator, 'GET', '/webhooks')).status).toBe(404);
    expect(emulator.control.alerts()).toEqual([]);
    expect(emulator.journal.requests).toHaveLength(1);
  });
});
