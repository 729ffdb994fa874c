import * as z from 'zod/v4-mini';

import { path } from '@signalbox/http-core';
import { createClient } from '@signalbox/http-core/internal/request/client';
import { withContext } from '../operation/run-shelf';
import { shelf } from '../operation/shelf';
import { shelfService } from '../operation/shelf-service';
import type { ShelfService } from '../operation/shelf-service';

let service: ShelfService;
beforeEach(async () => {
  service = await shelfService();
});
afterEach(async () => await service.close());

test('a token that was renewed meanwhile is hidden, in what the service says and in what is made of it later', async () => {
  const tokens = ['token-of-yesterday', 'token-of-today'];
  service.answer = ({ url, headers }) => {
    if (url === '/token') return { body: { token: tokens.shift() } };
    if (headers.authorization !== 'Bearer token-of-today') return { status: 401, body: {} };
    return { status: 422, body: { message: `You have sent ${headers.authorization}` } };
  };
  const shown = await withContext({ baseUrl: service.url }, async (ctx) => {
    const client = await createClient(ctx, {
      ...shelf,
      credentialType: 'shelfTokenApi',
      refreshesToken: true,
      configure: (credential) => ({
        baseUrl: service.url,
        secrets: [String(credential.apiKey), String(credential.token).split(' ').pop()!],
      }),
    });
    const failure: unknown = await client
      .send({ method: 'GET', path: path`/books` }, 'safe', z.unknown())
      .catch((error: unknown) => error);
    return [(failure as Error).message, (await client.redactor())('It is token-of-today')];
  });
  expect(shown).toEqual(['says: You have sent Bearer [hidden]', 'It is [hidden]']);
});

test('a 401 is told in the words of the service, whether or not there was a token to renew', async () => {
  service.answer = ({ url }) =>
    url === '/token'
      ? { body: { token: 'a-token' } }
      : { status: 401, body: { message: 'Keys are not allowed here' } };
  for (const [credentialType, times] of [
    ['shelfApi', 1],
    ['shelfTokenApi', 2],
  ] as const) {
    service.received.length = 0;
    const message = await withContext({ baseUrl: service.url }, async (ctx) => {
      const client = await createClient(ctx, {
        ...shelf,
        credentialType,
        configure: () => ({ baseUrl: service.url, secrets: [] }),
      });
      const failure: unknown = await client
        .send({ method: 'GET', path: path`/books` }, 'safe', z.unknown())
        .catch((error: unknown) => error);
      return (failure as Error).message;
    });
    expect(message).toBe('says: Keys are not allowed here');
    expect(service.received.filter(({ url }) => url === '/books')).toHaveLength(times);
  }
});

test('what hides secrets is made once for all items, and again for a token that was renewed', async () => {
  let token = 'token-of-yesterday';
  service.answer = ({ url }) => (url === '/token' ? { body: { token } } : { status: 422, body: {} });
  const [same, renewed] = await withContext({ baseUrl: service.url }, async (ctx) => {
    const client = await createClient(ctx, {
      ...shelf,
      credentialType: 'shelfTokenApi',
      refreshesToken: true,
      configure: () => ({ baseUrl: service.url, secrets: [token] }),
    });
    const first = await client.redactor();
    const second = await client.redactor();
    token = 'token-of-today';
    const third = await client.redactor();
    return [second === first, third('token-of-yesterday, token-of-today')];
  });
  expect(same).toBe(true);
  expect(renewed).toBe('[hidden], [hidden]');
});

test('the error about a service that repeats a long token endlessly contains no part of it', async () => {
  const token = Array.from({ length: 7_000 }, (_, at) =>
    String.fromCharCode(97 + ((at * at + at) % 26)),
  ).join('');
  service.answer = () => ({ status: 422, body: { message: `Unknown: ${token.repeat(100)}` } });
  const message = await withContext({ baseUrl: service.url }, async (ctx) => {
    const client = await createClient(ctx, {
      ...shelf,
      configure: () => ({ baseUrl: service.url, secrets: [token] }),
    });
    const failure: unknown = await client
      .send({ method: 'GET', path: path`/books` }, 'safe', z.unknown())
      .catch((error: unknown) => error);
    return (failure as Error).message;
  });
  expect(message).toBe('says: Unknown: [hidden]…');
});
