import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InstalledTypes } from '@signalbox/node-harness';
import { NodeHelpers, Workflow } from 'n8n-workflow';
import type { INodeProperties, INodePropertyOptions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { packedPackage } from './packed-package';

/** Facts on the canvas about every node, from the packages as published. */
const folders = readdirSync(join(__dirname, '../../nodes'));

/** Words that people type into the search of the node panel. */
const WORDS: Record<string, string[]> = {
  'dataworld-sentry': ['data quality', 'freshness', 'pipeline status'],
  'disruptive-technologies': ['fridge', 'cold chain', 'sensor', 'temperature'],
  signl4: ['acknowledge', 'on call', 'page', 'escalation', 'duty'],
  'trust-lighthouse': ['contract', 'document', 'file'],
};

/** First operation of each action node: its most usual one, or a harmless one. */
const OPENS_ON: Record<string, string> = {
  'dataworld-sentry': 'Sentry: Report Run',
  'disruptive-technologies': 'Device: Get Many',
  signl4: 'Alert: Send',
  'trust-lighthouse': 'File: Search',
};

/** Operations that a person must choose deliberately. */
const NO_DEFAULT = /delete|remove|disable|transfer|claim|\(undocumented\)/i;

describe.each(folders)('%s', (folder) => {
  let packed: Awaited<ReturnType<typeof packedPackage>>;
  let nodes: INodeType[];
  beforeAll(async () => {
    packed = await packedPackage(folder);
    const types = new InstalledTypes(packed.packages);
    nodes = packed.packages.flatMap(({ nodeTypes }) =>
      nodeTypes.map((name) => types.getByNameAndVersion(name)),
    );
  }, 60_000);
  afterAll(async () => await packed.remove());
  const actions = () => nodes.map(({ description }) => description).filter(({ inputs }) => inputs.length > 0);
  const triggers = () =>
    nodes.map(({ description }) => description).filter(({ inputs }) => inputs.length === 0);

  test('a trigger that an action node has is listed with it: n8n joins names that differ by "Trigger"', () => {
    const names = nodes.map(({ description }) => description.name);
    for (const { name } of actions()) expect(names).toContain(`${name}Trigger`);
  });

  test('every node is found by the words that people look for', () => {
    for (const { codex } of nodes.map(({ description }) => description)) {
      expect(codex?.alias).toEqual(
        expect.arrayContaining(WORDS[folder] ?? ['no words are listed for this package']),
      );
    }
  });

  test('an action node says below its name what it does, in the words of its menus', () => {
    for (const description of actions()) {
      for (const { resource, operation } of operationsOf(description)) {
        const shown = subtitleOf(description, { resource: resource.value, operation: operation.value });
        expect(shown).toBe(`${operation.name}: ${resource.name}`);
      }
    }
  });

  test('an action node opens on something usual or harmless', () => {
    for (const description of actions()) {
      const { resource, operation } = shownAtFirst(description);
      expect(`${resource.name}: ${operation.name}`).toBe(OPENS_ON[folder]);
    }
  });

  test('what deletes or is undocumented is never the default where there is a choice', () => {
    for (const description of actions()) {
      for (const { resource, menu } of operationMenus(description)) {
        const options = menu.options as INodePropertyOptions[];
        if (options.every((option) => NO_DEFAULT.test(option.name))) continue;
        const shown = options.find(({ value }) => value === menu.default);
        expect(`${resource.name}: ${shown?.name}`).not.toMatch(NO_DEFAULT);
        expect(shown).toBeDefined();
      }
    }
  });

  test('a trigger says below its name what it waits for, in words', () => {
    for (const description of triggers()) {
      const events = description.properties.find(({ name }) => name === 'events');
      if (!events) continue;
      const options = events.options as INodePropertyOptions[];
      for (const { name, value } of options) expect(subtitleOf(description, { events: [value] })).toBe(name);
      const two = options.slice(0, 2).map(({ value }) => value);
      expect(subtitleOf(description, { events: two as string[] })).toBe('2 events');
      expect(subtitleOf(description, { events: [] })).toMatch(/^(All|No) events$/);
    }
  });

  test('every operation has one collection of options, with how its requests are sent among them', () => {
    for (const description of actions()) {
      for (const { resource, operation } of operationsOf(description)) {
        const fields = shownFields(description, { resource: resource.value, operation: operation.value });
        const [options, ...more] = fields.filter(({ displayName }) => /Options$/.test(displayName));
        expect([operation.value, more.map(({ displayName }) => displayName)]).toEqual([operation.value, []]);
        const members = ((options?.options ?? []) as INodeProperties[]).map(({ displayName }) => displayName);
        expect(members).toEqual(
          expect.arrayContaining(['Concurrency', 'Deadline (Seconds)', 'Max Retries', 'Timeout (Seconds)']),
        );
        expect(members).toEqual([...members].sort());
        expect(new Set(members).size).toBe(members.length);
      }
    }
  });

  test('how much of a list is wanted comes right after what is required', () => {
    for (const description of actions()) {
      for (const { resource, operation } of operationsOf(description)) {
        const fields = shownFields(description, { resource: resource.value, operation: operation.value });
        const at = fields.findIndex(({ name }) => name === 'returnAll');
        if (at < 0) continue;
        expect(fields.slice(2, at).every(({ required }) => required)).toBe(true);
        expect(fields[at + 1]?.name).toBe('limit');
        expect(fields.slice(at + 2).some(({ required }) => required)).toBe(false);
      }
    }
  });
});

function resourceMenu({ properties }: INodeTypeDescription): INodeProperties {
  return properties.find(({ name }) => name === 'resource')!;
}

function operationMenus(description: INodeTypeDescription) {
  return (resourceMenu(description).options as INodePropertyOptions[]).map((resource) => {
    const menu = description.properties.find(
      ({ name, displayOptions }) =>
        name === 'operation' && displayOptions?.show?.resource?.includes(resource.value as string),
    )!;
    return { resource, menu };
  });
}

function operationsOf(description: INodeTypeDescription) {
  return operationMenus(description).flatMap(({ resource, menu }) =>
    (menu.options as INodePropertyOptions[]).map((operation) => ({ resource, operation })),
  );
}

function shownAtFirst(description: INodeTypeDescription) {
  const { resource, menu } = operationMenus(description).find(
    ({ resource: { value } }) => value === resourceMenu(description).default,
  )!;
  const operation = (menu.options as INodePropertyOptions[]).find(({ value }) => value === menu.default)!;
  return { resource, operation };
}

function shownFields(
  description: INodeTypeDescription,
  parameters: { resource: INodePropertyOptions['value']; operation: INodePropertyOptions['value'] },
): INodeProperties[] {
  const values = NodeHelpers.getNodeParameters(
    description.properties,
    parameters,
    true,
    false,
    null,
    description,
  )!;
  return description.properties.filter((property) =>
    NodeHelpers.displayParameter(values, property, null, description),
  );
}

/** As the editor evaluates it. */
function subtitleOf(description: INodeTypeDescription, parameters: object): unknown {
  const node = {
    id: '1',
    name: 'Node',
    type: description.name,
    typeVersion: 1,
    position: [0, 0] as [number, number],
    parameters: parameters as never,
  };
  const nodeTypes = {
    getKnownTypes: () => ({}),
    getByName: () => ({ description }),
    getByNameAndVersion: () => ({ description }),
  };
  const workflow = new Workflow({
    nodes: [node],
    connections: {},
    active: false,
    nodeTypes: nodeTypes,
  });
  return workflow.expression.getSimpleParameterValue(
    workflow.getNode('Node')!,
    description.subtitle,
    'internal',
    {},
  );
}
