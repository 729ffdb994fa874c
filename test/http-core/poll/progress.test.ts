import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { openProgress } from '@signalbox/http-core/internal/poll/progress';
import { loadWorkflow } from '../real-contexts';

const DAY = 24 * 3_600_000;

/** A workflow in n8n's database, with poll triggers in it. */
class Database {
  staticData: IDataObject = {};

  /** Opens the progress of a node in a workflow that has just been loaded. */
  load(nodeId: string, nodeName: string, cursor?: IDataObject) {
    const workflow = loadWorkflow({ staticData: this.staticData, nodeId, nodeName });
    return { workflow, ...this.open(workflow, cursor) };
  }

  open(workflow: ReturnType<typeof loadWorkflow>, cursor?: IDataObject) {
    const progress = openProgress(
      workflow.pollContext('trigger', () => Infinity, cursor),
      'poll',
    );
    const read = () => (progress.stored as { at?: unknown } | undefined)?.at;
    const store = (at: unknown) => {
      progress.store({ at } as IDataObject);
      this.staticData = workflow.saved();
    };
    return { read, store };
  }

  /** Progress as an older version of the package stored it, only under the name. */
  storeByName(name: string, at: unknown): void {
    this.staticData = { ...this.staticData, [`node:${name}`]: { poll: { at } } };
  }

  copies(): string[] {
    return Object.keys((this.staticData.global as Record<string, object>)['test.triggerUnderTest']!).sort();
  }
}

afterEach(() => jest.restoreAllMocks());

describe('the progress of a poll trigger', () => {
  test('is there under a new name', () => {
    const database = new Database();
    database.load('x', 'A').store(1);
    expect(database.load('x', 'B').read()).toBe(1);
  });

  test('is what an older version stored under the name, also after a rename that follows', () => {
    const database = new Database();
    database.storeByName('A', 1);
    const first = database.load('x', 'A');
    expect(first.read()).toBe(1);
    first.store(1);
    expect(database.load('x', 'B').read()).toBe(1);
  });

  test('is the newest one under an earlier name', () => {
    const database = new Database();
    database.load('x', 'A').store(1);
    database.load('x', 'B').store(2);
    expect(database.load('x', 'A').read()).toBe(2);
  });

  test('is what an older version stored after a step back', () => {
    const database = new Database();
    database.load('x', 'A').store(1);
    database.storeByName('A', 2);
    expect(database.load('x', 'A').read()).toBe(2);
  });

  test('is not that of a renamed node whose name a new one was given', () => {
    const database = new Database();
    database.load('x', 'A').store(1);
    database.load('x', 'B').store(2);
    expect(database.load('y', 'A').read()).toBeUndefined();
  });

  test('is that of the same name where a workflow that is imported again gives the node another id', () => {
    const database = new Database();
    database.load('x', 'A').store(1);
    expect(database.load('y', 'A').read()).toBe(1);
  });

  test('stays with each of two nodes that are polled at the same time, and in one workflow object', () => {
    const database = new Database();
    const workflow = loadWorkflow({ nodeId: 'x', nodeName: 'A' });
    const x = database.open(workflow);
    Object.assign(workflow.node, { id: 'y', name: 'B' });
    const y = database.open(workflow);
    y.store(2);
    x.store(1);
    expect(database.load('x', 'other').read()).toBe(1);
    expect(database.load('y', 'another').read()).toBe(2);
  });

  test('is the last one that was stored, whatever nodes are renamed and swap names', () => {
    const names = ['A', 'B', 'C', 'D'];
    const step = fc.record({
      node: fc.constantFrom('x', 'y', 'z'),
      rename: fc.option(fc.constantFrom(...names)),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const database = new Database();
        const nameOf = new Map([
          ['x', 'A'],
          ['y', 'B'],
          ['z', 'C'],
        ]);
        const expected = new Map<string, number>();
        for (const id of nameOf.keys()) database.load(id, nameOf.get(id)!).store(0);
        steps.forEach(({ node, rename }, step) => {
          if (rename) {
            const holder = [...nameOf].find(([, name]) => name === rename)?.[0];
            if (holder) nameOf.set(holder, nameOf.get(node)!);
            nameOf.set(node, rename);
          }
          const loaded = database.load(node, nameOf.get(node)!);
          expect(loaded.read()).toBe(expected.get(node) ?? 0);
          loaded.store(step);
          expected.set(node, step);
        });
        for (const [id, name] of nameOf) expect(database.load(id, name).read()).toBe(expected.get(id) ?? 0);
      }),
    );
  });

  test('is written only when there is something to write', () => {
    const database = new Database();
    database.load('x', 'A').store(1);
    const { workflow, store } = database.load('x', 'A');
    store(1);
    expect(workflow.isChanged()).toBe(false);
  });

  test.each([
    ['no object', 'broken'],
    ['a list', []],
    ['no copies', { x: 'broken', y: { name: 1 } }],
  ])('begins where the static data of the workflow holds %s', (_, broken) => {
    const database = new Database();
    database.staticData = { global: { 'test.triggerUnderTest': broken } };
    const { read, store } = database.load('x', 'A');
    expect(read()).toBeUndefined();
    store(1);
    expect(database.load('x', 'B').read()).toBe(1);
  });

  test('leaves alone what a Code node keeps in the static data of the workflow', () => {
    const database = new Database();
    database.staticData = { global: { mine: { deep: [1] } } };
    database.load('x', 'A').store(1);
    expect(database.staticData.global).toMatchObject({ mine: { deep: [1] } });
  });
});

describe('with the durable cursors of n8n', () => {
  test('lives in the cursor alone, where n8n commits it with the execution', () => {
    const database = new Database();
    const cursor: IDataObject = {};
    const { workflow, store } = database.load('x', 'A', cursor);
    store(1);
    expect(workflow.isChanged()).toBe(false);
    expect(cursor).toMatchObject({ poll: { at: 1 } });
    expect(database.load('x', 'B', cursor).read()).toBe(1);
  });

  test('is that of the cursor, though n8n may have saved a newer copy before a crash', () => {
    const database = new Database();
    database.load('x', 'A').store(2);
    expect(database.load('x', 'B', { poll: { at: 1, nodeId: 'x' } }).read()).toBe(1);
  });

  test('begins with what was kept before they were switched on', () => {
    const database = new Database();
    database.load('x', 'A').store(1);
    expect(database.load('x', 'B', {}).read()).toBe(1);
  });
});

describe('what deleted nodes leave', () => {
  test('is bounded, and never takes the place of a node that still polls, be it ever so quiet', () => {
    const database = new Database();
    const now = jest.spyOn(Date, 'now').mockReturnValue(0);
    database.load('quiet', 'Quiet').store('as at first');
    for (let day = 1; day <= 400; day++) {
      now.mockReturnValue(day * DAY);
      database.load(`deleted-${day}`, 'Deleted').store(day);
      // Polls, and nothing is new.
      database.load('quiet', 'Quiet').store('as at first');
    }
    expect(database.copies().length).toBeLessThanOrEqual(91);
    now.mockReturnValue(800 * DAY);
    database.load('last', 'Last').store(1);
    expect(database.copies()).toHaveLength(10);
    expect(database.copies()).toContain('quiet');
    expect(database.load('quiet', 'Renamed').read()).toBe('as at first');
  });

  test('is kept as long as there are few', () => {
    const database = new Database();
    const now = jest.spyOn(Date, 'now').mockReturnValue(0);
    database.load('x', 'A').store(1);
    now.mockReturnValue(4000 * DAY);
    for (let n = 0; n < 9; n++) database.load(`y${n}`, `Y${n}`).store(2);
    expect(database.load('x', 'B').read()).toBe(1);
  });
});
