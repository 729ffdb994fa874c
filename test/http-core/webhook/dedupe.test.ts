import fc from 'fast-check';
import * as z from 'zod/v4-mini';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { urlToken } from '../../../packages/http-core/src/webhook';
import type { Receiver } from '../../../packages/http-core/src/webhook';
import { claimDelivery } from '../../../packages/http-core/src/webhook/dedupe';
import type { DeliveryClaim } from '../../../packages/http-core/src/webhook/delivery-claim';
import { forgetProcessMemory } from '../../../packages/http-core/src/webhook/process-memory';
import { loadWorkflow } from '../real-contexts';
import { serveDeliveries, subscribe } from './delivery-server';

/** As much time as any test needs. */
const patient = () => Date.now() + 60_000;

/** Claims the delivery `same`. */
async function claimSame(ctx: IWebhookFunctions): Promise<DeliveryClaim | undefined> {
  const claim = await claimDelivery(ctx, { id: 'same', until: patient() });
  return typeof claim === 'string' ? undefined : claim;
}

/** n8n around one trigger: each delivery loads the database when it begins and writes all of it back when it ends. */
class Instance {
  database: IDataObject = {};
  readonly accepted: string[] = [];

  /** Delivers once; `true` when the service would count it as delivered. */
  async deliver(
    id: string,
    fails: boolean,
    pauses: number,
    limit?: number,
    savePauses = 0,
  ): Promise<boolean> {
    const loaded = loadWorkflow({ staticData: this.database });
    const ctx = loaded.webhookContext({} as never, {} as never);
    const claim = await claimDelivery(ctx, { id, limit, until: patient() });
    if (typeof claim === 'string') return true;
    for (let pause = 0; pause < pauses; pause++) await Promise.resolve();
    if (fails) {
      claim.release();
      return false;
    }
    claim.accept();
    claim.save();
    claim.confirm();
    this.accepted.push(id);
    for (let pause = 0; pause < savePauses; pause++) await Promise.resolve();
    // Last writer wins: this may put back an older copy, without the ids others have written meanwhile.
    if (loaded.isChanged()) this.database = loaded.saved();
    return true;
  }
}

beforeEach(() => {
  forgetProcessMemory();
});

test('each id starts one execution, under any concurrency, failures and restarts', async () => {
  const delivery = fc.record({
    id: fc.constantFrom(...'abcdefgh'),
    fails: fc.boolean(),
    pauses: fc.nat({ max: 6 }),
    savePauses: fc.nat({ max: 12 }),
  });
  const batches = fc.array(
    fc.record({ deliveries: fc.array(delivery, { maxLength: 8 }), restart: fc.boolean() }),
    { maxLength: 8 },
  );
  await fc.assert(
    fc.asyncProperty(batches, async (all) => {
      forgetProcessMemory();
      const instance = new Instance();
      const confirmed = new Set<string>();
      for (const { deliveries, restart } of all) {
        const outcomes = await Promise.all(
          deliveries.map(({ id, fails, pauses, savePauses }) =>
            instance.deliver(id, fails, pauses, undefined, savePauses),
          ),
        );
        deliveries.forEach(({ id }, index) => outcomes[index] && confirmed.add(id));
        if (!restart) continue;
        // A slower request may have written an older copy last; the next delivery repairs that.
        await instance.deliver(`before restart ${instance.accepted.length}`, false, 0);
        forgetProcessMemory();
      }
      const ids = instance.accepted.filter((id) => id.length === 1);
      expect(new Set(ids).size).toBe(ids.length);
      // Nothing was confirmed to the service that did not start.
      expect(new Set(ids)).toEqual(confirmed);
    }),
    { numRuns: 1000 },
  );
});

test('the window of the process is bounded by number, oldest first', async () => {
  const instance = new Instance();
  for (let n = 0; n < 30; n++) await instance.deliver(`id ${n}`, false, 0, 10);
  // What is saved has more of them, and would bring them back.
  instance.database = {};
  for (let n = 20; n < 30; n++) await instance.deliver(`id ${n}`, false, 0, 10);
  expect(instance.accepted).toHaveLength(30);
  await instance.deliver('id 19', false, 0, 10);
  expect(instance.accepted).toHaveLength(31);
});

test('the newest 250 survive a restart, which is less than the process knows', async () => {
  const instance = new Instance();
  for (let n = 0; n < 400; n++) await instance.deliver(`id ${n}`, false, 0);
  const saved = (instance.database['node:Trigger'] as IDataObject).seenDeliveries as string;
  expect(saved).toHaveLength(250 * 8);
  for (let n = 0; n < 400; n++) await instance.deliver(`id ${n}`, false, 0);
  expect(instance.accepted).toHaveLength(400);

  forgetProcessMemory();
  for (let n = 399; n >= 150; n--) await instance.deliver(`id ${n}`, false, 0);
  expect(instance.accepted).toHaveLength(400);
  await instance.deliver('id 149', false, 0);
  expect(instance.accepted).toHaveLength(401);
});

test('one that n8n has not taken over is saved by itself alone: should it fail, it must not count as a copy', async () => {
  const claim = async (id: string, staticData: IDataObject) => {
    const loaded = loadWorkflow({ staticData });
    const claimed = await claimDelivery(loaded.webhookContext({} as never, {} as never), {
      id,
      until: patient(),
    });
    return { loaded, claimed };
  };
  const accepted = async (id: string) => {
    const { loaded, claimed } = await claim(id, {});
    if (typeof claimed === 'string') throw new Error(claimed);
    claimed.accept();
    return { loaded, claimed };
  };
  const [failing, other, third] = [
    await accepted('failing'),
    await accepted('other'),
    await accepted('third'),
  ];
  third.claimed.confirm();
  other.claimed.save();
  failing.claimed.release();

  // The data that the other one has saved comes with the copy.
  const saved = other.loaded.saved();
  expect((saved['node:Trigger'] as { seenDeliveries: string }).seenDeliveries).toHaveLength(2 * 8);
  expect((await claim('other', saved)).claimed).toBe('repeated');
  expect((await claim('third', saved)).claimed).toBe('repeated');
  const again = (await claim('failing', saved)).claimed;
  expect(again).not.toBe('repeated');
});

test('what another process has saved counts, also after this one has written', async () => {
  const here = new Instance();
  await here.deliver('ours', false, 0);
  const mine = structuredClone(here.database);

  forgetProcessMemory();
  const there = new Instance();
  await there.deliver('theirs', false, 0);

  forgetProcessMemory();
  here.database = mine;
  await here.deliver('ours', false, 0);
  here.database = there.database;
  await here.deliver('theirs', false, 0);
  await here.deliver('another', false, 0);
  forgetProcessMemory();
  for (const id of ['ours', 'theirs', 'another']) await here.deliver(id, false, 0);
  expect(here.accepted).toEqual(['ours', 'another']);
});

test.each([[undefined], [null], [7], ['too short'], ['x'.repeat(100)]])(
  'a malformed window %p is no obstacle',
  async (saved) => {
    const instance = new Instance();
    instance.database = { 'node:Trigger': { seenDeliveries: saved as string } };
    await instance.deliver('a', false, 0);
    await instance.deliver('a', false, 0);
    expect(instance.accepted).toEqual(['a']);
  },
);

test('two nodes do not share a window', async () => {
  const first = loadWorkflow({ webhookId: 'one' }).webhookContext({} as never, {} as never);
  const second = loadWorkflow({ webhookId: 'two' }).webhookContext({} as never, {} as never);
  (await claimSame(first))!.accept();
  expect(await claimSame(first)).toBeUndefined();
  expect(await claimSame(second)).toBeDefined();
});

test('over HTTP, twenty simultaneous copies of a delivery start one execution, though the first one fails', async () => {
  let attempts = 0;
  const Event = z.looseObject({ id: z.string() });
  const receiver: Receiver<z.infer<typeof Event>> = {
    verify: urlToken(),
    schema: () => Event,
    deliveryId: ({ id }) => id,
    present: async (event) => {
      const isFirst = attempts++ === 0;
      await new Promise((resolve) => setImmediate(resolve));
      if (isFirst) throw new Error('the first attempt fails');
      return [{ json: { ...event } }];
    },
  };
  const server = await serveDeliveries(() => receiver as unknown as Receiver<never>);
  try {
    const url = await subscribe(server);
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"id":"same"}' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const response = await fetch(url, init);
        return `${response.status} ${await response.text()}`;
      }),
    );
    expect(server.executions).toHaveLength(1);
    expect(answers.filter((answer) => answer.startsWith('500'))).toHaveLength(1);
    expect(answers.filter((answer) => answer === '200 {"accepted":true}')).toHaveLength(1);
    expect(answers.filter((answer) => answer === '200 {"accepted":true,"repeated":true}')).toHaveLength(18);
    expect(server.responses).toBe(20);
  } finally {
    await server.close();
  }
});

test('the memory of the process is bounded, and never lets go of a delivery under way', async () => {
  const context = (webhookId: string) => loadWorkflow({ webhookId }).webhookContext({} as never, {} as never);
  (await claimSame(context('quiet')))!.accept();
  const underWay = (await claimSame(context('busy')))!;
  for (let n = 0; n < 1_000; n++) (await claimSame(context(`other ${n}`)))!.accept();

  // Each context has static data of its own here, so only the process can know.
  expect(await claimSame(context('quiet'))).toBeDefined();
  const second = claimSame(context('busy'));
  underWay.accept();
  expect(await second).toBeUndefined();
});
