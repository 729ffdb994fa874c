import { expectComplete, {{#if isExpiring}}describeRenewal, {{/if}}tested } from '../versions/on-this-n8n';
import { {{#if isPoll}}TRIGGER, {{/if}}itemsOf, useLab } from './lab';
{{#if isWebhook}}
import { listeningTrigger } from './listening-trigger';
{{/if}}
{{#if isPoll}}
import { poll } from '@signalbox/node-harness';
{{/if}}

const lab = useLab();

test('the package is loaded with all its parts', () => expectComplete(lab));

test('the credential is tested', async () => {
  expect(await tested(lab)).toMatchObject({ status: 'OK' });
  expect(await tested(lab, { {{mainSecret.name}}: 'not-the-secret-4711' })).toMatchObject({ status: 'Error' });
});

test('{{noun.one}} is created and read', async () => {
  const [created] = itemsOf(await lab.run('create', { name: '=\{{ "Made on " + "n8n" }}' }));
  expect(created).toMatchObject({ name: 'Made on n8n' });
  expect(itemsOf(await lab.run('get', { {{noun.key}}Id: created!.id as string }))).toEqual([created]);
});
{{#if isPoll}}

test('a poll gives a new {{noun.word}}, once', async () => {
  const options = { packages: lab.packages, nodeType: TRIGGER, credentials: lab.credentials() };
  const { staticData } = await poll(options);
  const { id } = lab.emulator.control.create('New');
  const second = await poll({ ...options, staticData });
  expect(second.items).toMatchObject([[{ json: { id } }]]);
  expect((await poll({ ...options, staticData: second.staticData })).items).toBeNull();
});
{{/if}}
{{#if isWebhook}}

test('a trigger registers itself and takes an event once', async () => {
  const trigger = await listeningTrigger(lab);
  try {
    const { id } = lab.emulator.control.create('New');
    await lab.emulator.control.idle();
    expect(trigger.items()).toMatchObject([{ {{noun.key}}: { id } }]);
    expect(await trigger.deliver(trigger.items()[0]!)).toMatchObject({ status: 401 });
  } finally {
    await trigger.close();
  }
});
{{/if}}
{{#if isExpiring}}

describeRenewal({
  lab,
  tokenPath: '{{tokenPath}}',
  change: async (credentials) =>
    await lab.run(
      'create',
      { name: '=\{{ $json.name }}' },
      { credentials, items: Array.from({ length: 10 }, (_, index) => ({ json: { name: `Item ${index}` } })) },
    ),
  changes: () => lab.emulator.control.{{noun.keys}}().length - 1,
  wrongSecret: { clientSecret: 'not-the-secret-4711' },
  refusal: /"Client Secret"/,
});
{{/if}}
