import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workflow } from 'n8n-workflow';
import type { IDataObject, INodeParameters, INodeTypes } from 'n8n-workflow';

const EXAMPLE = join(__dirname, '../../nodes/disruptive-technologies/examples/cold-chain-guard.json');

interface Example {
  nodes: { type: string; parameters: INodeParameters }[];
}

/** The code of the only Code node, as n8n runs it: the body of a function with n8n's variables. */
const { nodes } = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as Example;
const [{ parameters }] = nodes.filter(({ type }) => type === 'n8n-nodes-base.code') as [Example['nodes'][0]];
// eslint-disable-next-line @typescript-eslint/no-implied-eval
const code = new Function('$input', '$getWorkflowStaticData', String(parameters.jsCode)) as (
  $input: { all(): { json: IDataObject }[] },
  $getWorkflowStaticData: (type: 'global') => IDataObject,
) => { json: IDataObject }[];

/** Content of n8n's database between two executions. */
let database: string;
/** Executions after which n8n had something to save. */
let saved: number;
beforeEach(() => {
  database = '{}';
  saved = 0;
});

/** One execution of a published workflow, with n8n's own static data: it is saved if n8n notices a change. */
function report(...items: IDataObject[]): string[] {
  const workflow = new Workflow({
    nodes: [],
    connections: {},
    active: true,
    nodeTypes: {} as INodeTypes,
    staticData: JSON.parse(database) as IDataObject,
  });
  const output = code({ all: () => items.map((json) => ({ json })) }, (type) => workflow.getStaticData(type));
  if ((workflow.staticData as { __dataChanged?: boolean }).__dataChanged) {
    saved++;
    database = JSON.stringify(workflow.staticData);
  }
  return output.map(({ json }) => `${String(json.deviceId)} ${String(json.event)}`);
}

const reading = (temperatureCelsius: number, deviceId = 'fridge'): IDataObject => ({
  deviceId,
  deviceName: 'Fridge',
  temperatureCelsius,
  timestamp: '2024-05-29T10:34:03.970415Z',
});

/** Each of them in a separate execution. */
const each = (...temperatures: number[]) => temperatures.map((one) => report(reading(one)).join());

describe('cold-chain guard', () => {
  test('the third reading in a row out of range raises one alert, then it is quiet', () => {
    expect(each(5, 9, 10, 11, 12, 13, 9)).toEqual(['', '', '', 'fridge alert', '', '', '']);
  });

  test('too cold counts as well, and so do both together; the limits themselves are good', () => {
    expect(each(1.9, 8.1, 1)).toEqual(['', '', 'fridge alert']);
    expect(each(2, 2, 2, 8, 8, 8)).toEqual(['fridge recovered', '', '', '', '', '']);
    expect(saved).toBe(4);
  });

  test('a good reading in between begins anew', () => {
    expect(each(9, 9, 5, 9, 9, 5, 9)).toEqual(['', '', '', '', '', '', '']);
  });

  test('after a recovery, which is reported once, there can be another alert', () => {
    expect(each(9, 9, 9, 5, 5, 9, 9, 9, 9, 5)).toEqual([
      '',
      '',
      'fridge alert',
      'fridge recovered',
      '',
      '',
      '',
      'fridge alert',
      '',
      'fridge recovered',
    ]);
  });

  test('each sensor is counted by itself', () => {
    expect(report(reading(9), reading(9, 'freezer'))).toEqual([]);
    expect(report(reading(9), reading(5, 'freezer'))).toEqual([]);
    expect(report(reading(9), reading(9, 'freezer'))).toEqual(['fridge alert']);
    expect(report(reading(5), reading(9, 'freezer'))).toEqual(['fridge recovered']);
    expect(report(reading(5), reading(9, 'freezer'))).toEqual(['freezer alert']);
  });

  test('several readings in one execution count in their order', () => {
    expect(report(...[9, 9, 9, 9, 5].map((one) => reading(one)))).toEqual([
      'fridge alert',
      'fridge recovered',
    ]);
  });

  test('what the alert says is about the reading that raised it', () => {
    const workflow: IDataObject = { fridge: 2 };
    const [alert] = code({ all: () => [{ json: reading(11.5) }] }, () => workflow);
    expect(alert).toEqual({
      json: {
        event: 'alert',
        deviceId: 'fridge',
        deviceName: 'Fridge',
        temperatureCelsius: 11.5,
        timestamp: '2024-05-29T10:34:03.970415Z',
      },
    });
  });

  test('an event without a temperature is no reading', () => {
    expect([report({ deviceId: 'fridge' }), report({ deviceId: 'fridge' }), report({})]).toEqual([
      [],
      [],
      [],
    ]);
    expect(database).toBe('{}');
  });

  test('nothing is kept, or written, of a sensor that is well', () => {
    each(5, 6, 5);
    expect(saved).toBe(0);
    each(9, 9, 9, 9, 9, 5, 5);
    expect(saved).toBe(4);
    expect(JSON.parse(database)).toEqual({ global: {} });
  });
});
