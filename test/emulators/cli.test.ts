import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assumptions as signl4Assumptions, seed } from '@signalbox/emulators/signl4';
import { whileRunning } from './command-line';
import { api, post, request } from '../signl4/emulator/running-signl4';

const bin = join(__dirname, '../../packages/emulators/bin/signalbox-emulator.js');

const cli = (args: string[], during?: (url: string) => Promise<void>) =>
  whileRunning(['signl4', ...args], during);

describe('signalbox-emulator', () => {
  it('prints the URL, the seed data and every assumption, and a line per request without a credential', async () => {
    let lines: string[] = [];
    lines = await cli([], async (url) => {
      expect((await post({ url }, { title: 'T' })).status).toBe(201);
      await api({ url }, 'POST', '/webhooks', {
        name: 'x',
        extUrl: 'http://127.0.0.1:9/webhook/hidden-path?token=hidden-token',
      });
      await request(
        { url },
        'POST',
        '/_signalbox/actions/startDuty',
        JSON.stringify({ teamId: seed.teams.operations.id }),
        {
          'content-type': 'application/json',
        },
      );
      while (!(await request({ url }, 'GET', '/_signalbox/view')).text.includes('ECONNREFUSED'))
        await new Promise((resolve) => setTimeout(resolve, 5));
    });
    const text = lines.join('\n');
    expect(text).toContain(seed.apiKey);
    for (const [name, { id }] of Object.entries(signl4Assumptions))
      expect(text).toMatch(new RegExp(`${id} [^]*\\[${name}=`));
    const log = lines.slice(lines.findIndex((line) => line.startsWith('Ready')) + 1).join('\n');
    expect(log).toContain('POST /webhook/***  201');
    expect(log).toContain('duty started to http://127.0.0.1:9/webhook/***?***  ECONNREFUSED');
    for (const secret of [seed.teams.operations.secret, seed.apiKey, 'hidden'])
      expect(log).not.toContain(secret);
  });

  it('has rate limits on, of the chosen plan, until they are switched off', async () => {
    const statuses = async (args: string[]) => {
      const seen: number[] = [];
      await cli(args, async (url) => {
        for (let index = 0; index < 11; index++) seen.push((await api({ url }, 'GET', '/teams')).status);
      });
      return seen.at(-1);
    };
    expect(await statuses(['--plan', 'free'])).toBe(429);
    expect(await statuses([])).toBe(200);
    expect(await statuses(['--plan', 'free', '--no-rate-limits'])).toBe(200);
  });

  it('takes other assumptions', async () => {
    const lines = await cli(
      ['--assume', 'webhookCreatedBody=object', '--assume', 'deliveryTries=1'],
      async (url) => {
        const { json } = await api({ url }, 'POST', '/webhooks', { name: 'x', extUrl: 'http://x.example' });
        expect(json).toEqual({ id: expect.any(String) });
      },
    );
    expect(lines.join('\n')).toContain('[deliveryTries=1;');
  });
});

describe('the program itself', () => {
  const run = (args: string[]) => {
    const child = spawn(process.execPath, [bin, ...args], {
      cwd: tmpdir(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
    return { child, exit, output: () => output };
  };

  it('starts without a build, from another folder, and ends on SIGINT', async () => {
    const { child, exit, output } = run(['signl4', '--port', '0', '--quiet']);
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', () => output().includes('Ready.') && resolve());
      void exit.then(() => reject(new Error(output())));
    });
    const url = /^SIGNL4 emulator: (.*)$/m.exec(output())![1]!;
    expect((await post({ url }, { title: 'T' })).status).toBe(201);
    child.kill('SIGINT');
    expect(await exit).toBe(0);
  }, 20_000);

  it.each([
    [['signl4', '--assume', 'nix=1'], 'There is no assumption "nix"'],
    [['signl4', '--assume', 'retryAfter=maybe'], 'cannot be "maybe"'],
    [['signl4', '--plan', 'gold'], 'commercial'],
    [['signl4', '--port', 'x'], '0 to 65535'],
    [['nix'], "unknown command 'nix'"],
  ])(
    '%j: says what is wrong',
    async (args, message) => {
      const { exit, output } = run(args);
      expect(await exit).toBe(1);
      expect(output()).toContain(message);
    },
    20_000,
  );

  it('shows its help', async () => {
    const { exit, output } = run(['signl4', '--help']);
    expect(await exit).toBe(0);
    expect(output()).toContain('--assume <name=value>');
  }, 20_000);

  it('says that the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { exit, output } = run(['signl4', '--port', String((other.address() as AddressInfo).port)]);
    expect(await exit).toBe(1);
    expect(output()).toContain('The port is taken.');
    other.close();
  }, 20_000);
});
