import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const readme = readFileSync(
  join(__dirname, '..', '..', 'nodes', 'disruptive-technologies', 'README.md'),
  'utf8',
);
const cells = (table: string) =>
  [...table.matchAll(/^\| (.+?) +\| (.+?) +\|/gm)].map(([, first, second]) => [first!, second!] as const);
const between = (start: string, end: string) =>
  readme.slice(readme.indexOf(start) + start.length, readme.indexOf(end, readme.indexOf(start)));

/** Every public method of `disruptive` 1.7.3 that calls the service. */
const CLIENT: Readonly<Record<string, readonly string[]>> = {
  Claim: ['claim_info', 'claim'],
  DataConnector: [
    'get_data_connector',
    'list_data_connectors',
    'create_data_connector',
    'update_data_connector',
    'delete_data_connector',
    'get_metrics',
    'sync_data_connector',
  ],
  Device: [
    'get_device',
    'list_devices',
    'transfer_devices',
    'set_label',
    'remove_label',
    'batch_update_labels',
  ],
  Emulator: ['create_device', 'delete_device', 'publish_event'],
  EventHistory: ['list_events'],
  Organization: [
    'get_organization',
    'list_organizations',
    'list_members',
    'add_member',
    'get_member',
    'remove_member',
    'get_member_invite_url',
    'list_permissions',
  ],
  Project: [
    'get_project',
    'list_projects',
    'create_project',
    'update_project',
    'delete_project',
    'list_members',
    'add_member',
    'get_member',
    'update_member',
    'remove_member',
    'get_member_invite_url',
    'list_permissions',
  ],
  Role: ['get_role', 'list_roles'],
  ServiceAccount: [
    'get_service_account',
    'list_service_accounts',
    'create_service_account',
    'update_service_account',
    'delete_service_account',
    'get_key',
    'list_keys',
    'create_key',
    'delete_key',
  ],
  Stream: ['event_stream'],
};

const rows = cells(between('<!-- client:start -->', '<!-- client:end -->')).filter(([first]) =>
  first.startsWith('`'),
);

test('the README says of every method of the vendor’s client what stands for it here', () => {
  const named = rows.flatMap(([methods]) => [...methods.matchAll(/`([^`]+)`/g)].map(([, name]) => name!));
  const all = Object.entries(CLIENT).flatMap(([of, methods]) => methods.map((name) => `${of}.${name}`));
  expect([...named].sort()).toEqual([...all].sort());
});

test('what stands for it is an operation, or the trigger', () => {
  const operations = cells(between('<!-- operations:start -->', '<!-- operations:end -->')).map(
    ([name]) => name,
  );
  const known = [...operations, 'Disruptive Technologies Trigger'];
  for (const [, here] of rows) {
    const names = [...here.matchAll(/\*\*([^*]+)\*\*/g)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(known).toContain(name);
  }
});
