import { seed } from '@signalbox/emulators/signl4';
import { api, raise, request, startSignl4, stopAll } from '../running-signl4';
import { documentedOperations, type DocumentedOperation } from './documented-operations';
import { requestSchema, responseSchema } from './documented-types';
import { pathValues, plausibleRequests } from './plausible-requests';

afterEach(stopAll);

const named = documentedOperations.map(
  (operation) => [`${operation.method} ${operation.path}`, operation] as const,
);
const PARAMETER = /\{(\w+)\}/g;
const dutyReport = (path: string) => path.replace('AlertAuditReport', 'ShiftReport');

/** Fills the parameters of a path, and those in a body. */
async function call(
  emulator: Awaited<ReturnType<typeof startSignl4>>,
  { method, path }: DocumentedOperation,
) {
  const { query, body, file, prepare } = plausibleRequests[`${method} ${path}`] ?? {};
  const text = body === undefined ? undefined : JSON.stringify(body);
  const ids: Record<string, string> = {};
  if (path.includes('/attachments')) {
    const attachments = [{ name: 'a.txt', content: 'aGk=', contentType: 'text/plain', encoding: 1 }];
    const order = { teamId: seed.teams.operations.id, title: 'T', text: 'T', attachments };
    ids.alertId = (await api(emulator, 'POST', '/alerts', order)).json.id;
  }
  for (const [, name] of `${path}${text ?? ''}`.matchAll(PARAMETER)) {
    if (pathValues[name!]) ids[name!] ??= await pathValues[name!]!(emulator);
  }
  const filled = (template: string) => template.replace(PARAMETER, (all, name: string) => ids[name] ?? all);
  await prepare?.(emulator, ids);
  const url = `/api${filled(path)}${query ? `?${query}` : ''}`;
  const headers = { 'x-s4-api-key': seed.apiKey, accept: 'application/json' };
  if (file) {
    const form = new FormData();
    form.set('file', new Blob([file.content], { type: file.contentType }), file.name);
    return request(emulator, method, url, form, headers);
  }
  return request(
    emulator,
    method,
    path.includes('dutyReports') ? dutyReport(url) : url,
    text === undefined ? undefined : filled(text),
    text === undefined ? headers : { ...headers, 'content-type': 'application/json' },
  );
}

it('there are 158 operations to call', () => {
  expect(named).toHaveLength(158);
  const rows = new Set<string>(named.map(([name]) => name));
  expect(Object.keys(plausibleRequests).filter((name) => !rows.has(name))).toEqual([]);
});

describe('the emulator responds as documented (signl4.md appendix A and B)', () => {
  it.each(named)('%s', async (name, operation) => {
    const { body, query = '' } = plausibleRequests[name] ?? {};
    if (operation.body) requestSchema(operation.body).parse(body);
    const asked = [...new URLSearchParams(query).keys()];
    expect(operation.query).toEqual(expect.arrayContaining(asked));

    const { status, bytes, text, json, headers } = await call(await startSignl4(), operation);
    const documented = operation.responses.find((response) => response.status === status);
    expect({ status, text, ok: documented !== undefined && status < 300 }).toMatchObject({ ok: true });
    const { type } = documented!;
    if (type === undefined || bytes.length === 0) expect(text).toBe('');
    if (type === 'bytes') expect(bytes.length).toBeGreaterThan(0);
    else if (type !== undefined && bytes.length > 0) {
      expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(responseSchema(type).safeParse(json).error?.message).toBeUndefined();
      // An empty list would be valid for any type.
      if (Array.isArray(json)) expect(json.length).toBeGreaterThan(0);
      if (type.startsWith('Page of')) expect(json).toMatchObject({ hasMore: true, results: [{}] });
    }
  });
});

describe('every operation', () => {
  it('needs an API key, and a key with full access to change anything', async () => {
    const emulator = await startSignl4();
    for (const [name, { method, path }] of named) {
      const url = `/api${path.replaceAll(PARAMETER, 'x')}`;
      const { status, headers, text } = await request(emulator, method, url);
      expect([name, status, headers.get('www-authenticate'), text]).toEqual([name, 401, 'Bearer', '']);
      if (method === 'GET') continue;
      const readOnly = { 'x-s4-api-key': seed.readOnlyApiKey };
      const denied = await request(emulator, method, url, undefined, readOnly);
      const reads =
        /paged$|^\/v2\/schedules$|validate$|checkPermissions$/.test(path) && !path.includes('phone');
      expect([name, denied.status === 403]).toEqual([name, !reads]);
    }
  });

  it('responds with an error object to an ID that is not known', async () => {
    const emulator = await startSignl4();
    await raise(emulator);
    const ids = named.filter(([, { path }]) => /\{(?!subscriptionId)\w+\}/.test(path));
    for (const [name, { method, path, responses }] of ids) {
      const url = path.replace(/^\/v2/, '').replaceAll(PARAMETER, '00000000-1111-4222-8333-444444444444');
      const { body } = plausibleRequests[name] ?? {};
      const { status, json } = await api(emulator, method, url, body);
      const errors = responses.map((response) => response.status).filter((code) => code >= 400 && code < 409);
      expect({ name, status, documented: errors.includes(status) }).toEqual({
        name,
        status,
        documented: true,
      });
      // The one error of the service that was seen leaves `errors` out.
      expect(responseSchema('ErrorResponseContent').safeParse({ errors: null, ...json }).success).toBe(true);
    }
  });

  it('can be made to fail by a fault', async () => {
    const emulator = await startSignl4();
    emulator.faults.inject({ times: 'always', fault: { kind: 'status', code: 503 } });
    for (const [name, { method, path }] of named) {
      const { status } = await api(emulator, method, path.replace(/^\/v2/, '').replaceAll(PARAMETER, 'x'));
      expect([name, status]).toEqual([name, 503]);
    }
    expect(emulator.journal.requests).toHaveLength(158);
    expect(emulator.journal.requests.some(({ delivered }) => delivered)).toBe(false);
  });
});
