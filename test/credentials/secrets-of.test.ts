import { secretsOf } from '@signalbox/credentials';
import { redactor } from '@signalbox/http-core/errors';
import { generateKeyPairSync } from 'node:crypto';

const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');

test('a token is hidden in every form in which it can be seen', () => {
  const jwt = `${part({ alg: 'HS256' })}.${part({ sub: 'someone', exp: 1767225540 })}.c2lnbmF0dXJlLXNpZ25hdHVyZQ`;
  const hide = redactor(secretsOf({ accessToken: `1767225540000 ${jwt}` }, ['accessToken']));
  const [header, payload, signature] = jwt.split('.');
  expect(hide(`stored "1767225540000 ${jwt}"`)).toBe('stored "[hidden]"');
  expect(hide(`Bearer ${jwt}`)).toBe('Bearer [hidden]');
  expect(hide(`${payload} and ${signature}`)).toBe('[hidden] and [hidden]');
  // It is the same for all tokens of a service and says nothing.
  expect(hide(header!)).toBe(header);
});

test('a user name and a password are hidden as they are sent', () => {
  const credential = { user: 'key-id', password: 'pässword' };
  const hide = redactor(secretsOf(credential, [{ user: 'user', password: 'password' }]));
  const sent = Buffer.from('key-id:pässword').toString('base64');
  expect(sent).toMatch(/=$/);
  expect(hide(`Basic ${sent}`)).toBe('Basic [hidden]');
  expect(hide(sent.replaceAll('=', ''))).toBe('[hidden]');
  expect(hide('key-id pässword p%C3%A4ssword')).toBe('key-id [hidden] [hidden]');
});

test('without a password the user name is the secret', () => {
  const hide = redactor(
    secretsOf({ user: 'key-4711', password: '' }, [{ user: 'user', password: 'password' }]),
  );
  expect(hide(`key-4711 ${Buffer.from('key-4711:').toString('base64')}`)).toBe('[hidden] [hidden]');
});

test('a private key is hidden whole and line by line', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  for (const key of [pem, pem.replaceAll('\n', ' '), pem.replaceAll('\n', '\\n')]) {
    const hide = redactor(secretsOf({ key }, ['key']));
    expect(hide(`my ${key}`)).toBe('my [hidden]');
    for (const line of pem.split('\n').filter((each) => each.length > 16 && !each.startsWith('-'))) {
      expect(hide(`line ${line}`)).toBe('line [hidden]');
    }
    expect(hide('-----BEGIN PRIVATE KEY-----')).toBe('-----BEGIN PRIVATE KEY-----');
  }
});

test('empty, missing and other values have no secrets, and none comes twice', () => {
  const credential = { a: '', b: 7, c: null, d: { e: 'f' }, x: 'same', y: 'same' } as never;
  expect(secretsOf(credential, ['a', 'b', 'c', 'd', 'z', { user: 'a', password: 'z' }])).toEqual([]);
  expect(secretsOf(credential, ['x', 'y'])).toEqual(['same']);
});
