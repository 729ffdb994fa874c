import { listSearch, loadOptions } from '@signalbox/node-harness';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { ACTION, TRIGGER, raise, rejectionOf, seed, useLab } from './lab';

const lab = useLab();
const { users, teams, categories } = seed;

const search = (method: string, filter?: string, credential?: ICredentialDataDecryptedObject) =>
  listSearch({
    packages: lab.packages,
    nodeType: method === 'searchTeams' ? TRIGGER : ACTION,
    credentials: lab.credentials(credential),
    method,
    filter,
  });
const load = (method: string, credential?: ICredentialDataDecryptedObject) =>
  loadOptions({ packages: lab.packages, nodeType: ACTION, credentials: lab.credentials(credential), method });

const entry = ({ name, id }: { name: string; id: string }) => ({ name, value: id });

describe('alerts', () => {
  test('are listed newest first, with status and time', async () => {
    const first = await raise(lab.emulator, { Title: 'Aardvark' });
    const second = await raise(lab.emulator, { Title: 'Zebra' });
    lab.emulator.control.acknowledge(first.id, users.anna.id);
    const minute = (created: string) => created.slice(0, 16).replace('T', ' ');
    expect(await search('searchAlerts')).toEqual({
      results: [
        { name: `Zebra (open, ${minute(second.created)})`, value: second.id },
        { name: `Aardvark (acknowledged, ${minute(first.created)})`, value: first.id },
      ],
    });
    expect(lab.requests()).toMatchObject([{ method: 'POST', path: '/api/v2/alerts/paged' }]);
  });

  test('are found by title, status and ID', async () => {
    const pump = await raise(lab.emulator, { Title: 'Pump 3' });
    await raise(lab.emulator, { Title: 'Freezer' });
    lab.emulator.control.close(pump.id, users.anna.id);
    for (const text of ['PUMP', 'closed', pump.id.slice(20)]) {
      const { results } = await search('searchAlerts', text);
      expect(results.map(({ value }) => value)).toEqual([pump.id]);
    }
    expect(await search('searchAlerts', 'nothing like it')).toEqual({ results: [] });
  });

  test('may have no title, and may not exist', async () => {
    expect(await search('searchAlerts')).toEqual({ results: [] });
    const alert = await raise(lab.emulator);
    alert.title = '';
    const { results } = await search('searchAlerts');
    expect(results[0]!.name).toMatch(/^Alert without a title \(open, /);
  });
});

describe('users', () => {
  test('are listed by name, and found by name and mail', async () => {
    const named = Object.values(users).map(({ id, name, mail }) => ({
      name: `${name} (${mail})`,
      value: id,
    }));
    expect(await search('searchUsers')).toEqual({ results: named });
    expect((await search('searchUsers', 'CLARA.N')).results).toEqual([named[2]]);
    expect(lab.requests()[0]).toMatchObject({ method: 'GET', path: '/api/v2/users' });
  });

  test('are read in the older form too, without those who are gone', async () => {
    const body = [
      { userId: users.ben.id, name: 'Ben' },
      { id: users.anna.id, mail: users.anna.mail, name: null },
      { id: users.clara.id, isDeactivated: true, name: 'Clara' },
      { name: 'Without an ID' },
      { id: users.deniz.id },
    ];
    lab.emulator.faults.inject({ fault: { kind: 'status', code: 200, body } });
    expect((await search('searchUsers')).results).toEqual([
      { name: users.deniz.id, value: users.deniz.id },
      { name: users.anna.mail, value: users.anna.id },
      { name: 'Ben', value: users.ben.id },
    ]);
  });
});

test('teams are listed by name, in both nodes', async () => {
  const all = [entry(teams.facilities), entry(teams.operations)];
  expect(await load('getTeams')).toEqual(all);
  expect(await search('searchTeams')).toEqual({ results: all });
  expect(await search('searchTeams', 'plant')).toEqual({ results: [entry(teams.operations)] });
  expect(await search('searchTeams', teams.facilities.id)).toEqual({ results: [entry(teams.facilities)] });
});

test('categories of all teams are listed by name', async () => {
  expect(await load('getCategories')).toEqual(
    [...Object.values(categories.operations), ...Object.values(categories.facilities)]
      .map(entry)
      .sort((a, b) => a.name.localeCompare(b.name)),
  );
});

test('an empty answer (204) is an empty list', async () => {
  lab.emulator.faults.inject({ times: 'always', fault: { kind: 'status', code: 204 } });
  expect(await search('searchUsers')).toEqual({ results: [] });
  expect(await search('searchTeams')).toEqual({ results: [] });
  expect(await load('getCategories')).toEqual([]);
});

describe.each(['searchAlerts', 'searchUsers', 'searchTeams', 'getTeams', 'getCategories'])('%s', (method) => {
  const open = async (credential: ICredentialDataDecryptedObject) =>
    await rejectionOf(method.startsWith('get') ? load(method, credential) : search(method, '', credential));

  test('says that the API key is missing, and sends nothing', async () => {
    expect(await open({ apiKey: '' })).toEqual({
      message:
        'SIGNL4 could not be called: The credential has no API Key, which is needed to use the SIGNL4 REST API',
      description: 'Fill in "API Key" of the credential.',
    });
    expect(lab.requests()).toEqual([]);
  });

  test('says that the API key is wrong', async () => {
    expect(await open({ apiKey: 'no-such-key' })).toEqual({
      message: 'SIGNL4 does not accept the credential (HTTP 401)',
      description: expect.stringMatching(/^Check the API key of the credential: it may be wrong, expired/),
    });
  });

  test('says that SIGNL4 cannot be reached', async () => {
    await lab.emulator.stopListening();
    const { message, description } = await open({});
    expect(message).toBe('SIGNL4 could not be reached: the connection was refused');
    expect(description).toMatch(/^Check the base URL of the credential/);
  });
});
