import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmulator, type Emulator } from '@signalbox/emulators';
import { plugin as signl4, type Control as Signl4Control } from '@signalbox/emulators/signl4';
import { runNode } from '@signalbox/node-harness';
import type { INodeParameters } from 'n8n-workflow';
import { packedPackage, type PackedPackage } from '../n8n/packed-package';
import { byId, itemsOf, ACTION, raise, seed } from '../signl4/lab';
import { typeScriptBlocks } from './code-blocks';
import { typeErrors } from './type-errors';

const PACKAGE = 'nodes/signl4/';
const blocks = typeScriptBlocks('README.md');
const { operations, facilities } = seed.teams;

test('the README has an example of an operation, and says which file it is', () => {
  expect(blocks.map(({ file }) => file)).toEqual([`${PACKAGE}nodes/Signl4Alerting/alert/escalate.ts`]);
});

test('the example compiles', () => {
  const files = Object.fromEntries(blocks.map(({ file, code }) => [file!, code]));
  expect(typeErrors(`${PACKAGE}tsconfig.json`, files)).toEqual([]);
});

describe('the example in the package', () => {
  let packed: PackedPackage;
  let emulator: Emulator<Signl4Control>;

  beforeAll(async () => {
    packed = await packedPackage('signl4', addExample);
  }, 60_000);
  afterAll(async () => await packed.remove());
  beforeEach(async () => {
    emulator = await startEmulator(signl4, { processingDelayMs: 1 });
  });
  afterEach(async () => await emulator.close());

  const escalate = (parameters: INodeParameters) =>
    runNode({
      packages: packed.packages,
      nodeType: ACTION,
      parameters: {
        resource: 'alert',
        operation: 'escalate',
        userId: byId(seed.users.anna.id),
        ...parameters,
      },
      credentials: {
        signl4AlertingApi: {
          environment: 'custom',
          baseUrl: emulator.url,
          apiKey: seed.apiKey,
          plan: 'commercial',
        },
      },
    });

  test('hands an alert over to another team', async () => {
    const alert = await raise(emulator);
    const [item] = itemsOf(await escalate({ alertId: byId(alert.id), teamId: facilities.id }));
    const copy = emulator.control.alerts().find(({ teamId }) => teamId === facilities.id);
    expect(alert.teamId).toBe(operations.id);
    expect(item).toEqual({ alertId: copy!.id });
  });

  test('refuses what is no team before anything is sent', async () => {
    const alert = await raise(emulator);
    const { error } = await escalate({ alertId: byId(alert.id), teamId: 'Facilities' });
    expect(error).toMatchObject({ message: expect.stringContaining('Team Name or ID') });
    expect(emulator.journal.requests).toEqual([]);
  });

  test('does not repeat a request that may have been carried out', async () => {
    const alert = await raise(emulator);
    emulator.faults.inject({ match: { method: 'POST' }, times: 1, fault: { kind: 'resetAfter' } });
    const { error } = await escalate({ alertId: byId(alert.id), teamId: facilities.id });
    expect(error).toBeDefined();
    expect(emulator.journal.requests).toHaveLength(1);
  });
});

/** Steps 1 and 2 of the README. */
function addExample(packageFolder: string): void {
  for (const { file, code } of blocks) writeFileSync(join(packageFolder, file!.slice(PACKAGE.length)), code);
  const list = join(packageFolder, 'nodes', 'Signl4Alerting', 'operations.ts');
  const before = readFileSync(list, 'utf8');
  const after = `import { escalate } from './alert/escalate';\n${before}`.replace(
    /\n\];/,
    '\n  escalate,\n];',
  );
  writeFileSync(list, after);
}
