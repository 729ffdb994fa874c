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
  test('progress survives a rename', () => {
    const database = new Database();
    database.load('x', 'A').store(1);
    expect(database.load('x', 'B').read()).toBe(1);
  });

  test('adopts the progress of an older version, and keeps it after a rename', () => {
    const database = new Database();
    database.storeByName('A', 1);
    const first = database.load('x', 'A');
    expect(first.read()).toBe(1);
    first.store(1);
    expect(database.load('x', 'B').read()).toBe(1);
  });

  test('uses the newest progress under an earlier name', () => {
    const database = new Database();
    database.load('x', 'A').store(1);
    database.load('x', 'B').store(2);
    expect(database.load('x', 'A').read()).toBe(2);
  });

  test('uses the progress that an older version stored after a downgrade', () => {
    const database = new Database();
    database.load('x', 'A').store(1);
    database.storeByName('A', 2);
    expect(database.load('x', 'A').read()).toBe(2);
  });

  test('a new node does not adopt the progress of a renamed node with its name', () => {
    const database = new Database();
    database.load('x', 'A').store(1);
    database.load('x', 'B').store(2);
    expect(database.load('y', 'A').read()).toBeUndefined();
  });

  test('adopts the progress of the same name after a new import gives the node another id', () => {
    const database = new Database();
    database.load('x', 'A').store(1);
    expect(database.load('y', 'A').read()).toBe(1);
  });

  test('two nodes polled at the same time in one workflow keep their own progress', () => {
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

  test('progress is the last stored one however nodes are renamed and swap names', () => {
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

  test('progress is written only if it has changed', () => {
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
  ])('starts from scratch if the static data of the workflow has %s', (_, broken) => {
    const database = new Database();
    database.staticData = { global: { 'test.triggerUnderTest': broken } };
    const { read, store } = database.load('x', 'A');
    expect(read()).toBeUndefined();
    store(1);
    expect(database.load('x', 'B').read()).toBe(1);
  });

  test('leaves the data of a Code node in the static data of the workflow unchanged', () => {
    const database = new Database();
    database.staticData = { global: { mine: { deep: [1] } } };
    database.load('x', 'A').store(1);
    expect(database.staticData.global).toMatchObject({ mine: { deep: [1] } });
  });
});

describe('with the durable cursors of n8n', () => {
  test('stores progress only in a durable cursor, which n8n commits with the execution', () => {
    const database = new Database();
    const cursor: IDataObject = {};
    const { workflow, store } = database.load('x', 'A', cursor);
    store(1);
    expect(workflow.isChanged()).toBe(false);
    expect(cursor).toMatchObject({ poll: { at: 1 } });
    expect(database.load('x', 'B', cursor).read()).toBe(1);
  });

  test('prefers the durable cursor to a newer copy that n8n saved before a crash', () => {
    const database = new Database();
    database.load('x', 'A').store(2);
    expect(database.load('x', 'B', { poll: { at: 1, nodeId: 'x' } }).read()).toBe(1);
  });

  test('adopts earlier progress when durable cursors are switched on', () => {
    const database = new Database();
    database.load('x', 'A').store(1);
    expect(database.load('x', 'B', {}).read()).toBe(1);
  });
});

describe('copies of deleted nodes', () => {
  test('copies of deleted nodes are bounded and never replace one of a node that still polls', () => {
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

  test('a few copies of deleted nodes are kept', () => {
    const database = new Database();
    const now = jest.spyOn(Date, 'now').mockReturnValue(0);
    database.load('x', 'A').store(1);
    now.mockReturnValue(4000 * DAY);
    for (let n = 0; n < 9; n++) database.load(`y${n}`, `Y${n}`).store(2);
    expect(database.load('x', 'B').read()).toBe(1);
  });
});
