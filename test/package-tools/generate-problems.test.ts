import { exampleProblems } from '@signalbox/package-tools/internal/generate/example-problems';
import { generateFiles } from '@signalbox/package-tools/internal/generate/generate-files';
import { nearest } from '@signalbox/package-tools/internal/generate/nearest';
import { operationProblems } from '@signalbox/package-tools/internal/generate/operation-problems';
import type { INodeProperties } from 'n8n-workflow';
import { copyFixture, removeCopies } from './copy-fixture';

afterAll(removeCopies);

const shownFor = (operation: string) => ({ show: { resource: ['lamp'], operation: [operation] } });

const properties: INodeProperties[] = [
  {
    displayName: 'Resource',
    name: 'resource',
    type: 'options',
    options: [{ name: 'Lamp', value: 'lamp' }],
    default: 'lamp',
  },
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    options: [
      { name: 'Set', value: 'set' },
      { name: 'Get', value: 'get' },
    ],
    default: 'set',
  },
  {
    displayName: 'Color',
    name: 'color',
    type: 'string',
    displayOptions: shownFor('set'),
    default: '',
  },
  {
    displayName: 'Events',
    name: 'events',
    type: 'multiOptions',
    options: [
      { name: 'Turned On', value: 'turnedOn' },
      { name: 'Turned Off', value: 'turnedOff' },
    ],
    default: [],
  },
  {
    displayName: 'Room',
    name: 'room',
    type: 'options',
    typeOptions: { loadOptionsMethod: 'getRooms' },
    default: '',
  },
  {
    displayName: 'House',
    name: 'house',
    type: 'resourceLocator',
    modes: [{ displayName: 'By ID', name: 'id', type: 'string' }],
    default: { mode: 'id', value: '' },
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    options: [{ displayName: 'Fade', name: 'fade', type: 'boolean', default: false }],
    default: {},
  },
  {
    displayName: 'Tags',
    name: 'tags',
    type: 'fixedCollection',
    options: [
      {
        displayName: 'Tag',
        name: 'tag',
        values: [{ displayName: 'Name', name: 'name', type: 'string', default: '' }],
      },
    ],
    default: {},
  },
];

const problemsOf = (parameters: Record<string, unknown>, type = 'n8n-nodes-beacon.beacon') =>
  exampleProblems(
    'examples/lamp.json',
    { nodes: [{ name: 'Lamp', type, parameters }] },
    new Map([['n8n-nodes-beacon.beacon', { properties, polling: true as const }]]),
  );

describe('an example', () => {
  test('may use all that its node has', () => {
    expect(
      problemsOf({
        resource: 'lamp',
        operation: 'set',
        color: 'red',
        events: ['turnedOn'],
        room: 'any that the service has',
        house: { __rl: true, mode: 'id', value: '7' },
        options: { fade: true },
        tags: { tag: [{ name: 'a' }] },
        pollTimes: { item: [{ mode: 'everyMinute' }] },
      }),
    ).toEqual([]);
    expect(problemsOf({ operation: '={{ $json.operation }}', events: '={{ $json.events }}' })).toEqual([]);
  });

  test('may use any parameter of a node of another package', () => {
    expect(problemsOf({ colour: 'red' }, 'n8n-nodes-base.set')).toEqual([]);
  });

  test.each<[what: string, parameters: Record<string, unknown>, problem: string]>([
    [
      'a parameter',
      { colour: 'red' },
      'it has no parameter "colour"; the nearest is "color". n8n would ignore it',
    ],
    [
      'a parameter of another operation',
      { resource: 'lamp', operation: 'get', color: 'red' },
      'it has no parameter "color"; the nearest is "room". n8n would ignore it',
    ],
    ['an operation', { operation: 'sett' }, '"operation" has no value "sett"; the nearest is "set"'],
    [
      'an event',
      { events: ['turnedOn', 'turndOff'] },
      '"events" has no value "turndOff"; the nearest is "turnedOff"',
    ],
    [
      'an option',
      { options: { fades: true } },
      'it has no parameter "options.fades"; the nearest is "fade". n8n would ignore it',
    ],
    [
      'a member of a list',
      { tags: { tag: [{ nam: 'a' }] } },
      'it has no parameter "tags.tag.nam"; the nearest is "name". n8n would ignore it',
    ],
    ['a mode', { house: { mode: 'list', value: '7' } }, '"house" has no mode "list"; the nearest is "id"'],
  ])('may not use %s that its node does not have', (_what, parameters, problem) => {
    for (const type of ['n8n-nodes-beacon.beacon', 'n8n-nodes-beacon.beaconTool'])
      expect(problemsOf(parameters, type)).toEqual([`examples/lamp.json: node "Lamp": ${problem}`]);
  });
});

describe('the list of operations', () => {
  const lamp = (operation: string, resource = 'lamp') => ({ resource, operation });

  test('may hold each operation of a resource once', () => {
    expect(
      operationProblems('nodes/Beacon/operations.ts', [lamp('set'), lamp('get')], { properties }),
    ).toEqual([]);
  });

  test('may hold no operation of a resource that the node does not have', () => {
    expect(operationProblems('nodes/Beacon/operations.ts', [lamp('set', 'lamps')], { properties })).toEqual([
      'nodes/Beacon/operations.ts: the operation lamps.set belongs to the resource "lamps", which the node does not have; the nearest is "lamp". Correct it, or add it to the resources of the node',
    ]);
  });

  test('may not hold an operation twice', () => {
    expect(
      operationProblems('nodes/Beacon/operations.ts', [lamp('set'), lamp('get'), lamp('set')], {
        properties,
      }),
    ).toEqual([
      'nodes/Beacon/operations.ts: the operation lamp.set is listed twice. Remove or rename one of them',
    ]);
  });
});

test('generate refuses a package with an example that does not fit, and writes nothing', () => {
  const fixture = copyFixture();
  fixture.replace('examples/turn-on-the-lamp.json', '"lampId"', '"lampID"');
  const readme = fixture.read('README.md');
  expect(() => generateFiles(fixture.dir, { write: true })).toThrow(
    /^examples\/turn-on-the-lamp\.json: node "Lamp": it has no parameter "lampID"; the nearest is "lampId"/,
  );
  expect(fixture.read('README.md')).toBe(readme);
});

test('no name is near if there is none', () => {
  expect(nearest('lamp', [])).toBe('');
});
