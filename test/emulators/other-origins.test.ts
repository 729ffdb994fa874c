import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { emulatorPlugins, serviceNames, startEmulator, type Emulator } from '@signalbox/emulators';
import { seed as signl4Seed } from '@signalbox/emulators/signl4';
import { runCli } from '@signalbox/emulators/internal/cli/run-cli';

type Running = Pick<Emulator<unknown>, 'url' | 'port' | 'journal' | 'close'>;
const running: Running[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()));
});

const start = async (service = 'signl4', options: object = {}): Promise<Running> => {
  const plugin = emulatorPlugins().find(({ name }) => name === service)!;
  const emulator = await startEmulator(plugin, options);
  running.push(emulator);
  return emulator;
};

/** Sends headers that fetch would not. @param host of the emulator on this machine */
function send(
  { port }: { port: number },
  method: string,
  path: string,
  headers: OutgoingHttpHeaders,
  { body = '', host = '127.0.0.1' } = {},
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host, port, method, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
    });
    request.once('error', reject);
    request.end(body);
  });
}

const webhook = `/webhook/${signl4Seed.teams.operations.secret}`;

describe.each(serviceNames())('%s: a page of a name that was made to point here (DNS rebinding)', (name) => {
  it.each(['/', '/_signalbox/state', '/_signalbox/view', '/v2/projects', '/api/v2/teams'])(
    'does not read %s',
    async (path) => {
      const emulator = await start(name);
      for (const host of ['evil.example', `evil.example:${emulator.port}`, '127.0.0.1.evil.example']) {
        const { status, text } = await send(emulator, 'GET', path, { host });
        expect([host, status]).toEqual([host, 421]);
        expect(text).toContain('--allow-host');
      }
      expect(emulator.journal.requests).toEqual([]);
    },
  );

  it('changes nothing', async () => {
    const emulator = await start(name);
    const headers = { host: 'evil.example', 'content-type': 'application/json' };
    expect((await send(emulator, 'POST', '/_signalbox/reset', headers, { body: '{}' })).status).toBe(421);
    expect((await send(emulator, 'DELETE', '/_signalbox/faults', headers)).status).toBe(421);
  });
});

describe('Host', () => {
  const statusOf = async (emulator: Running, host: string, at = '127.0.0.1') =>
    (await send(emulator, 'GET', '/_signalbox/state', { host }, { host: at })).status;

  it.each(['127.0.0.1', 'localhost', 'LOCALHOST', 'localhost.', 'n8n.localhost', '127.0.0.2', '[::1]'])(
    '%s names this machine, with any port',
    async (host) => {
      const emulator = await start();
      expect(await statusOf(emulator, host)).toBe(200);
      expect(await statusOf(emulator, `${host}:9`)).toBe(200);
    },
  );

  it.each(['192.168.1.20', '[2001:db8::1]', 'printer', 'evil.localhost.example'])(
    '%s does not, as long as only this machine can reach the emulator',
    async (host) => {
      expect(await statusOf(await start(), host)).toBe(421);
    },
  );

  it('may be any address if others can reach it, but no other name', async () => {
    const emulator = await start('signl4', { host: '0.0.0.0' });
    expect(await statusOf(emulator, '192.168.1.20:4310')).toBe(200);
    expect(await statusOf(emulator, '[2001:db8::1]')).toBe(200);
    expect(await statusOf(emulator, `0.0.0.0:${emulator.port}`)).toBe(200);
    expect(await statusOf(emulator, 'evil.example')).toBe(421);
    expect(await statusOf(emulator, 'localhost')).toBe(200);
  });

  it('may be a name that is allowed', async () => {
    const emulator = await start('signl4', { host: '0.0.0.0', allowedHosts: ['Host.Docker.Internal'] });
    expect(await statusOf(emulator, 'host.docker.internal:4310')).toBe(200);
    expect(await statusOf(emulator, 'docker.internal')).toBe(421);
  });

  it('may be the name that the emulator listens on', async () => {
    expect(await statusOf(await start('signl4', { host: 'localhost' }), 'localhost', 'localhost')).toBe(200);
  });

  it('is checked for IPv6 as well', async () => {
    const emulator = await start('signl4', { host: '::1' });
    expect(await statusOf(emulator, `[::1]:${emulator.port}`, '::1')).toBe(200);
    expect(await statusOf(emulator, '[2001:db8::1]', '::1')).toBe(421);
    expect(await statusOf(emulator, 'evil.example', '::1')).toBe(421);
  });

  it('is allowed on the command line', async () => {
    const stop = new AbortController();
    const lines: string[] = [];
    const ended = runCli(
      ['signl4', '--port', '0', '--quiet', '--allow-host', 'signl4.test', '--allow-host', 'other.test'],
      { write: (line) => lines.push(line), stop: stop.signal },
    );
    const deadline = Date.now() + 10_000;
    while (!lines.some((line) => line.startsWith('Ready')) && Date.now() < deadline) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const port = Number(/:(\d+)$/.exec(lines[0]!)![1]);
    const statuses = ['signl4.test', 'other.test', 'third.test'].map(
      async (host) => (await send({ port }, 'GET', '/_signalbox/state', { host })).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 200, 421]);
    stop.abort();
    await ended;
  });
});

describe('a page of another site', () => {
  const foreign: OutgoingHttpHeaders[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:5678', 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ];
  const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''];

  describe.each(foreign)('with %j', (headers) => {
    it.each(serviceNames())('does not command the control room of %s, not even with JSON', async (name) => {
      const emulator = await start(name);
      for (const type of [...types, 'application/json']) {
        for (const path of ['/_signalbox/reset', '/_signalbox/faults', '/_signalbox/actions/raise']) {
          const all = type === '' ? headers : { ...headers, 'content-type': type };
          expect((await send(emulator, 'POST', path, all, { body: '{}' })).status).toBe(403);
        }
      }
      expect((await send(emulator, 'DELETE', '/_signalbox/faults', headers)).status).toBe(403);
    });

    it('does not write to the service either', async () => {
      const emulator = await start();
      for (const type of types) {
        const all = type === '' ? headers : { ...headers, 'content-type': type };
        expect((await send(emulator, 'POST', webhook, all, { body: 'Title: x' })).status).toBe(403);
      }
      expect(emulator.journal.requests).toEqual([]);
    });
  });

  it('reads what it may link to', async () => {
    const emulator = await start();
    expect((await send(emulator, 'GET', '/', { 'sec-fetch-site': 'cross-site' })).status).toBe(200);
  });

  it.each(serviceNames())('does not frame the pages of %s', async (name) => {
    const emulator = await start(name);
    for (const path of ['/', '/_signalbox/view', '/_signalbox/state']) {
      const { headers } = await send(emulator, 'GET', path, {});
      expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff' });
    }
  });
});

describe('programs, and the page itself', () => {
  it('tools without an origin post what the real service takes', async () => {
    const emulator = await start();
    for (const [type, body] of [
      ['text/plain', 'Title: Hot'],
      ['application/x-www-form-urlencoded', 'Title=Hot'],
      ['application/json', '{"Title":"Hot"}'],
    ] as const) {
      expect((await send(emulator, 'POST', webhook, { 'content-type': type }, { body })).status).toBe(201);
    }
  });

  it('tools command the control room with JSON, and with nothing else', async () => {
    const emulator = await start();
    const post = async (headers: OutgoingHttpHeaders) =>
      (await send(emulator, 'POST', '/_signalbox/reset', headers, { body: '{}' })).status;
    expect(await post({ 'content-type': 'application/json; charset=utf-8' })).toBe(200);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp']) {
      expect(await post({ 'content-type': type })).toBe(415);
    }
    expect(await post({})).toBe(415);
  });

  it('the page itself does', async () => {
    const emulator = await start();
    const headers = {
      host: `localhost:${emulator.port}`,
      origin: `http://localhost:${emulator.port}`,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
    };
    expect((await send(emulator, 'POST', '/_signalbox/reset', headers, { body: '{}' })).status).toBe(200);
  });
});
