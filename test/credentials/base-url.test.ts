import { InvalidParameterError } from '@signalbox/http-core/errors';
import { checkBaseUrl, environmentBaseUrl } from '@signalbox/credentials';
import fc from 'fast-check';

function problem(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidParameterError);
    return (error as Error).message;
  }
  throw new Error('Nothing was refused');
}

test.each([
  ['https://api.example.com', 'https://api.example.com'],
  ['  https://api.example.com/\n', 'https://api.example.com'],
  ['HTTPS://API.Example.com:443/V2//', 'https://api.example.com/V2'],
  ['https://api.example.com:8443/a/./b/../c/', 'https://api.example.com:8443/a/c'],
  ['https://bücher.example/ä', 'https://xn--bcher-kva.example/%C3%A4'],
  ['https://10.0.0.1/x', 'https://10.0.0.1/x'],
  ['http://localhost:4310/', 'http://localhost:4310'],
  ['http://127.9.8.7:80', 'http://127.9.8.7'],
  ['http://0x7f.1:4310', 'http://127.0.0.1:4310'],
  ['http://[::1]:4310/a', 'http://[::1]:4310/a'],
  ['http://[0:0:0:0:0:0:0:1]:4310', 'http://[::1]:4310'],
])('%j becomes %j, and stays so', (value, expected) => {
  expect(checkBaseUrl(value)).toBe(expected);
  expect(checkBaseUrl(expected)).toBe(expected);
});

test.each([
  [undefined, 'Base URL is empty'],
  [null, 'Base URL is empty'],
  [' ', 'Base URL is empty'],
  [{ href: 'https://api.example.com' }, 'Base URL is empty'],
  ['api.example.com', '"api.example.com" is no web address: begin it with https://'],
  ['ftp://api.example.com', 'is no web address'],
  ['https:api.example.com', 'is no web address'],
  ['https:///api.example.com', 'is no web address'],
  ['javascript://api.example.com/%0aalert(1)', 'is no web address'],
  ['https://', 'is no web address'],
  ['https://api.example.com\\@evil.example', 'contains white space, a backslash'],
  ['https:\\\\evil.example', 'contains white space, a backslash'],
  ['https://api.exam\tple.com', 'contains white space'],
  ['https://api.example.com /x', 'contains white space'],
  ['https://api.example\u200b.com', 'contains white space'],
  ['https://user:pass-4711@api.example.com', '"https://api.example.com" contains a user name'],
  ['https://@api.example.com', 'contains a user name'],
  ['https://api.example.com?key=pass-4711', '"https://api.example.com" contains a query'],
  ['https://api.example.com/?', 'contains a query'],
  ['https://api.example.com/#pass-4711', '"https://api.example.com/" contains a fragment'],
  ['https://user:pass-4711@api.example.com@evil.example/', '"https://evil.example/" contains a user name'],
  ['user:pass-4711@api.example.com', '"api.example.com" is no web address'],
  ['https://api.example.com:99999', 'is no valid address'],
  ['https://exa<mple.com', 'is no valid address'],
  ['https://%00.example', 'is no valid address'],
  ['https://exa"mple.com', 'is no valid address'],
  ['https://api.example.com.', 'is no valid address'],
  ['http://api.example.com', 'would send the credential unencrypted'],
  ['http://localhost.example.com', 'unencrypted'],
  ['http://127.0.0.1.example.com', 'unencrypted'],
  ['http://128.0.0.1', 'unencrypted'],
  ['http://0.0.0.0', 'unencrypted'],
  ['http://[::ffff:127.0.0.1]', 'unencrypted'],
  [`https://api.example.com/${'a'.repeat(3000)}`, 'is too long'],
])('%j is refused', (value, says) => {
  const message = problem(() => checkBaseUrl(value));
  expect(message).toContain(says);
  expect(message).not.toContain('pass-4711');
  expect(message.length).toBeLessThan(300);
  expect(problem(() => checkBaseUrl(value, 'Server'))).toMatch(/^Server /);
});

test('whatever is typed: a safe address that is its own normal form, or a problem in words', () => {
  const piece = fc.constantFrom(
    ...[
      'https://',
      'http://',
      'HTTPS:',
      '//',
      '/',
      '\\',
      '@',
      ':',
      '?',
      '#',
      '.',
      '..',
      '%2e%2e',
      '%2f',
      '[::1]',
    ],
    ...[
      'localhost',
      '127.0.0.1',
      '2130706433',
      'api.example.com',
      'evil.example',
      'user:pass',
      ':443',
      ':80',
      ':8080',
    ],
    ...['bücher', 'ı', '。', '\u00ad', ' ', '\t', '\n', 'a', 'B', ';', '&', '=', '~', '%', "'", '"', '|'],
  );
  const typed = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
    fc.array(piece, { maxLength: 6 }).map((pieces) => `https://${pieces.join('')}`),
    fc.array(piece, { maxLength: 6 }).map((pieces) => `http://localhost${pieces.join('')}`),
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc.string({ unit: 'binary' }),
    fc.anything(),
  );
  let accepted = 0;
  fc.assert(
    fc.property(typed, (value) => {
      let result: string;
      try {
        result = checkBaseUrl(value);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidParameterError);
        return;
      }
      accepted++;
      expect(checkBaseUrl(result)).toBe(result);
      // Nothing but scheme, ASCII host, port and path, and in clear text only to this machine.
      expect(result).toMatch(
        /^(https:\/\/([a-z0-9._-]+|\[[0-9a-f:.]+\])|http:\/\/(localhost|127(\.\d+){3}|\[::1\]))(:\d+)?(\/[^?#\s\\]+)?$/,
      );
      expect(result.endsWith('/')).toBe(false);
      // Appended text stays in the path of the same host.
      for (const path of ['/x', '/@evil.example/', '//evil.example']) {
        expect(new URL(result + path).origin).toBe(new URL(result).origin);
        expect(new URL(result + path).href.startsWith(`${result}/`)).toBe(true);
      }
    }),
    { numRuns: 3000 },
  );
  expect(accepted).toBeGreaterThan(100);
});

test('user info never gets into the message', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9:!$%&*+=~-]{6,20}$/).map((text) => `s3cr3t${text}`);
  const wrong = fc.constantFrom('?a', '#b', '\\', ' ', '\t', ':99999', '<', '');
  fc.assert(
    fc.property(fc.constantFrom('https://', 'http://', ''), secret, wrong, (scheme, text, end) => {
      expect(problem(() => checkBaseUrl(`${scheme}${text}@api.example.com${end}`))).not.toContain('s3cr3t');
      expect(problem(() => checkBaseUrl(`https://api.example.com/?${text}`))).not.toContain('s3cr3t');
      expect(problem(() => checkBaseUrl(`https://api.example.com/#${text}`))).not.toContain('s3cr3t');
    }),
  );
});

describe('environments', () => {
  const environments = { cloud: 'https://connect.example.com/', test: 'https://test.example.com/api' };

  test('a listed one, or the address of the user', () => {
    expect(environmentBaseUrl({ environment: 'cloud' }, environments)).toBe('https://connect.example.com');
    expect(environmentBaseUrl({ environment: 'test', baseUrl: 'http://evil.example' }, environments)).toBe(
      'https://test.example.com/api',
    );
    const custom = { environment: 'custom', baseUrl: 'http://127.0.0.1:4310/' };
    expect(environmentBaseUrl(custom, environments)).toBe('http://127.0.0.1:4310');
    const other = { region: 'custom', server: 'https://eu.example.com' };
    const fields = { environmentField: 'region', customField: 'server' };
    expect(environmentBaseUrl(other, environments, fields)).toBe('https://eu.example.com');
  });

  test.each(['', 'Cloud', 'constructor', '__proto__', undefined, 7, ['cloud']])(
    '%j is refused',
    (environment) => {
      const credential = { environment, baseUrl: 'https://api.example.com' } as never;
      expect(problem(() => environmentBaseUrl(credential, environments))).toBe(
        'The environment of the credential is none of "cloud", "test", "custom"',
      );
    },
  );

  test('an own address that cannot be right is refused', () => {
    expect(problem(() => environmentBaseUrl({ environment: 'custom' }, environments))).toContain(
      'Base URL is empty',
    );
  });
});
