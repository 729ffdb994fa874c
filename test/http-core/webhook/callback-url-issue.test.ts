import { callbackUrlIssue } from '@signalbox/http-core/webhook';

const service = new URL('https://api.example.com/v1');

test.each([
  'localhost',
  'n8n.localhost',
  'N8N.Local',
  'n8n.internal',
  'n8n.lan',
  'n8n.example.test',
  'n8n',
  '0.0.0.0',
  '127.0.0.1',
  '127.8.9.10',
  '0x7f000001',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.1',
  '192.168.1.20',
  '169.254.1.1',
  '100.64.0.1',
  '100.127.0.1',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[fc00::1]',
  '[fd00::1]',
  '[fe80::1]',
])('https://%s is unreachable from the internet', (host) => {
  expect(callbackUrlIssue(new URL(`https://${host}:5678/webhook`), service)).toBe('unreachable');
  expect(callbackUrlIssue(new URL(`http://${host}/webhook`))).toBe('unreachable');
});

test.each([
  'n8n.example.com',
  'internal.example.com',
  'localhost.example.com',
  '9.9.9.9',
  '11.0.0.1',
  '172.15.0.1',
  '172.32.0.1',
  '192.169.0.1',
  '100.63.0.1',
  '100.128.0.1',
  '[2001:db8::1]',
])('https://%s is reachable, and http is reported as unencrypted', (host) => {
  expect(callbackUrlIssue(new URL(`https://${host}/webhook`), service)).toBeUndefined();
  expect(callbackUrlIssue(new URL(`http://${host}/webhook`), service)).toBe('unencrypted');
});

test.each(['http://localhost:4010', 'http://emulators:4010', 'http://192.168.1.30:4010'])(
  'an emulator at %s can reach its neighbors',
  (emulator) => {
    for (const url of ['http://localhost:5678/', 'http://n8n:5678/', 'http://n8n.example.com/'])
      expect(callbackUrlIssue(new URL(url), new URL(emulator))).toBeUndefined();
  },
);
