import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '@signalbox/playground';
import { checkNativeModule } from '@signalbox/playground/internal/doctor/check-native-module';
import { playgroundChecks } from '@signalbox/playground/internal/doctor/playground-checks';
import { DataDirectory } from '@signalbox/playground/internal/data-directory';
import type { PlaygroundError } from '@signalbox/playground';

let folder: string;
let port: number;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-doctor-'));
  port = await freePorts(10);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Everything that is wrong, by the title of its check. */
async function faults(): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { title, check } of playgroundChecks({ dataDir: folder, port })) {
    try {
      await check();
    } catch (error) {
      const { message, remedy } = error as PlaygroundError;
      found[title] = `${message} -> ${remedy}`;
    }
  }
  return found;
}

test('on a sound machine nothing is found', async () => {
  const data = new DataDirectory(folder);
  data.secrets();
  expect(await faults()).toEqual({});
});

test('a port in use: names the port, what it is for and the process, and how to choose another', async () => {
  const server = createServer().listen(port + 2, '127.0.0.1');
  await once(server, 'listening');
  const found = await faults();
  server.close();
  expect(Object.keys(found)).toEqual([`Port ${port + 2}`]);
  expect(found[`Port ${port + 2}`]).toMatch(
    new RegExp(
      `Port ${port + 2} \\(the .* emulator\\) is taken( by .* \\(process ${process.pid}\\))?\\. -> .*npm start -- --port \\d+`,
    ),
  );
});

test('a playground that was left running: names its process and how to end it, and does not count its ports', async () => {
  const left = spawn(
    process.execPath,
    ['-e', `require('net').createServer().listen(${port}, '127.0.0.1', () => console.log('up'))`],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  await once(left.stdout, 'data');
  writeFileSync(join(folder, 'running.json'), JSON.stringify({ pid: left.pid }));
  const found = await faults();
  left.kill();
  await once(left, 'exit');
  expect(Object.keys(found)).toEqual(['Earlier start']);
  expect(found['Earlier start']).toMatch(
    new RegExp(`Another playground \\(process ${left.pid}\\) .* -> .*kill ${left.pid}`),
  );
  expect(await faults()).toEqual({});
});

test('data of an n8n with another encryption key: says that n8n will not start with it, and how to start over', async () => {
  new DataDirectory(folder).secrets();
  mkdirSync(join(folder, '.n8n'));
  writeFileSync(join(folder, '.n8n', 'config'), JSON.stringify({ encryptionKey: 'of an older playground' }));
  expect(await faults()).toEqual({
    Data: expect.stringMatching(/encryption key.* -> .*npm start -- --reset/) as string,
  });
});

test('data without the secrets of its playground: says that it cannot be read any more, and how to start over', async () => {
  mkdirSync(join(folder, '.n8n'));
  writeFileSync(join(folder, '.n8n', 'config'), JSON.stringify({ encryptionKey: 'of an older playground' }));
  expect((await faults()).Data).toMatch(/playground\.json is missing.* -> /);
});

test.each(['playground.json', 'imported.json'])(
  'a %s that was cut off: names the file, and how to start over',
  async (file) => {
    writeFileSync(join(folder, file), '{ "workflows": {');
    expect((await faults()).Data).toMatch(new RegExp(`${file} is no JSON.* -> .*npm start -- --reset`));
  },
);

/** A made-up sqlite3, and what checks it. */
function madeUpModule(code: string): () => void {
  mkdirSync(join(folder, 'node_modules', 'sqlite3'), { recursive: true });
  writeFileSync(join(folder, 'node_modules', 'sqlite3', 'index.js'), code);
  return () => checkNativeModule('sqlite3', join(folder, 'package.json'));
}

test('a native module that loads is no fault', () => {
  expect(madeUpModule('')).not.toThrow();
});

test('a native module whose addon is damaged is named, with the reason and the remedy', () => {
  writeFileSync(join(folder, 'addon.node'), 'no program');
  expect(madeUpModule("require('../../addon.node')")).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(/^sqlite3 does not load in Node \d+.*: .*addon\.node/) as string,
      remedy: expect.stringContaining('npm run setup') as string,
    }) as Error,
  );
});

test('a native module that ends the process is named', () => {
  expect(madeUpModule('process.abort()')).toThrow('sqlite3 does not load');
});

test('a native module that is not installed is named', () => {
  expect(() => checkNativeModule('not-installed', join(folder, 'package.json'))).toThrow(
    "Cannot find module 'not-installed'",
  );
});
