import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { IWebhookFunctions } from 'n8n-workflow';

import { log } from '@signalbox/http-core';
import { plainText, redactor } from '@signalbox/http-core/errors';
import { runShelf, told } from '../operation/run-shelf';
import { shelfService } from '../operation/shelf-service';
import type { ShelfService } from '../operation/shelf-service';

let service: ShelfService;
beforeEach(async () => {
  service = await shelfService();
});
afterEach(async () => await service.close());

const ESC = '\u001b';

/** Texts that are more than text to a terminal, a log, an editor or a reader. */
const TRICKS = {
  link: 'see <a href="https://evil.example">here</a>',
  picture: '<img src=//evil.example/x>',
  comment: 'a<!-- b -->c',
  'processing instruction': '<?xml?>',
  'upper case': '<SCRIPT>',
  colour: `${ESC}[31mred${ESC}[0m`,
  'cursor movement': `${ESC}[2J${ESC}[1;1H`,
  'window title': `${ESC}]0;owned\u0007`,
  'eight-bit sequence': '\u009b31mred',
  'another entry': 'ok\r\n2026-01-01 | error | forged',
  'line separators': 'a\u2028b\u2029c\u0085d',
  'right to left': 'file\u202egpj.exe',
  isolates: '\u2066a\u2069',
  'zero width': 'a\u200bb\ufeffc\u2060d',
  tags: 'a\u{e0041}b',
  fillers: 'a\u3164\u115f\u2800b',
  'a lone surrogate': 'a\ud800b',
  'null and backspace': 'secret\u0008\u0008\u0000',
};

/** Nothing but text, as n8n's editor (HTML), a terminal and a log take it. */
function expectPlain(text: string): void {
  expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  // Only so does a tag or a comment begin (HTML standard, tag open state).
  expect(text).not.toMatch(/<[a-z/!?]/i);
}

test.each(Object.entries(TRICKS))('%s: is text', (_, trick) => {
  expectPlain(plainText(trick));
  expectPlain(plainText(`before ${trick} after`));
});

test('any text becomes plain, once and for all', () => {
  const text = fc
    .array(
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...Object.values(TRICKS), '<', '/a>', '!')),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (foreign) => {
      const plain = plainText(foreign);
      expectPlain(plain);
      expect(plainText(plain)).toBe(plain);
    }),
    { numRuns: 1000 },
  );
});

test('what people write stays readable', () => {
  const lines = [
    'R&D: 3 < 5 > 2, "quoted" & \'so\'',
    'a <= b, x<3, 1<2',
    'Zoë, 東京, مرحبا, नमस्ते, 👍🏽',
    'https://api.example.com/v2?a=1&b=2#c',
    '{"error":"a\\nb"}',
    '&lt;b&gt; and &amp;',
  ];
  for (const line of lines) expect(plainText(line)).toBe(line);
  expect(plainText('From: Ann <ann@example.com>')).toBe('From: Ann < ann@example.com>');
  expect(plainText('  two\n lines\t')).toBe('two lines');
});

test('nothing invisible saves a secret from being hidden', () => {
  const redact = redactor(['secret-4711-abcdef', 'of two\nlines']);
  const inside = ['\u200b', '\ufeff', '\u202e', '\u00ad', '\u{e0041}', '\ud800'];
  for (const invisible of inside) {
    const text = `key sec${invisible}ret-47${invisible}11-abcdef is wrong`;
    expect(plainText(text, redact)).toBe('key [hidden] is wrong');
  }
  expect(plainText('key of two\nlines is wrong', redact)).toBe('key [hidden] is wrong');
});

describe('text of a service', () => {
  const refusal = async (message: string, requestId = 'r-7') => {
    service.answer = () => ({ status: 422, headers: { 'x-request-id': requestId }, body: { message } });
    return told(await runShelf('get', { baseUrl: service.url, parameters: { bookId: '1' } }));
  };

  test.each(Object.entries(TRICKS))('%s in its words', async (_, trick) => {
    const { message, description } = await refusal(trick);
    expect(message).toMatch(/^Shelf (says: |refused the request)/);
    expectPlain(message);
    expectPlain(description);
  });

  test('a link in the ID of a request', async () => {
    const { description } = await refusal('no', '<a href="https://evil.example">r-7</a>');
    expect(description).toMatch(/Request ID: < a href="https:\/\/evil\.example">r-7< \/a>$/);
  });

  test('a text without end is short', async () => {
    const { message } = await refusal('word '.repeat(1_000_000));
    expect(message.length).toBeLessThan(600);
  });
});

describe('in the log', () => {
  const lines: unknown[][] = [];
  const write =
    (level: string) =>
    (...entry: unknown[]) =>
      lines.push([level, ...entry]);
  const ctx = {
    getWorkflow: () => ({ id: 'w' }),
    getNode: () => ({ name: 'N' }),
    logger: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
  } as unknown as IWebhookFunctions;
  beforeEach(() => (lines.length = 0));

  test.each(Object.entries(TRICKS))('%s is one plain line', (_, trick) => {
    log(ctx, 'warn', `Refused: ${trick}`);
    expect(lines).toEqual([['warn', expect.stringMatching(/^Refused:/), { workflowId: 'w', nodeName: 'N' }]]);
    expectPlain(String(lines[0]![1]));
  });

  test('a line is short', () => {
    log(ctx, 'error', 'x'.repeat(1_000_000));
    expect(String(lines[0]![1]).length).toBeLessThanOrEqual(2_000);
  });

  test('nothing that is published writes to it in another way', () => {
    const root = join(__dirname, '..', '..', '..');
    const sources = globSync('{packages/http-core/src,credentials/src,nodes/*/{nodes,credentials}}/**/*.ts', {
      cwd: root,
    });
    expect(sources.length).toBeGreaterThan(100);
    const loggers = sources.filter((path) => /\blogger\b/.test(readFileSync(join(root, path), 'utf8')));
    expect(loggers).toEqual([join('packages', 'http-core', 'src', 'platform', 'log.ts')]);
  });
});
