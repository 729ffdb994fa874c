import { randomUUID } from 'node:crypto';
import { plugin } from '@signalbox/emulators/trust-lighthouse';
import type { Benchmark } from './benchmark';
import { inTurn, problemsOf, settled, subjectTable, triggerSubject, type Subject } from './delivery-subject';
import { sendDeliveries, type Delivery, type Round } from './load';
import { BenchN8n, type ExpressionEngine } from './n8n/bench-n8n';
import { chain, type ChainNode } from '../n8n/chain';
import type { Table } from './report/section';

/**
 * Callbacks of one burst, all at the same time. With the engine vm n8n starts an isolate for each of them: 500 take it
 * 8 GB of memory and a minute, whatever the trigger.
 */
const BURST: Record<ExpressionEngine, number> = { vm: 100, legacy: 500 };
/** Forgeries in a mixed burst for each genuine callback, which comes twice. */
const FORGED_SHARE = 0.2;
/** Lower limit for the throughput of the trigger, relative to an empty trigger with the same fields. */
const BAR = 0.95;
/** n8n is slow for its first some hundred deliveries. */
const WARM_UP = 150;

const TAGS = { workspace: 'contracts' };

/** A trigger, and how a callback looks that it takes. */
interface Receiver extends Subject {
  callback(fileUuid: string): Delivery;
}

/** Content of a burst, and the expected outcome. */
interface Burst {
  deliveries: Delivery[];
  /** The ids of the files that start the workflow, once for each execution. */
  starting: string[];
  refused: number;
}

/** Callbacks in one burst to the Trust trigger, beside triggers that do nothing. */
export const callbacks: Benchmark = async ({ quick, engines, progress }) => {
  const rounds = quick ? 3 : 5;
  const mixedRounds = 1;
  const problems: string[] = [];
  const tables: Table[] = [];
  for (const engine of engines) {
    progress(`a real n8n, expression engine ${engine}`);
    const burst = BURST[engine];
    const forged = burst * FORGED_SHARE;
    await BenchN8n.use(engine, async (n8n) => {
      const subjects = await activateReceivers(n8n);
      const [trust, nothing] = subjects;
      const send = async (receiver: Receiver, { deliveries, starting, refused }: Burst): Promise<Round> => {
        receiver.sent.push(...starting);
        const round = await sendDeliveries(receiver.url, deliveries, deliveries.length);
        if (round.refused !== refused)
          problems.push(`${receiver.name}: ${round.refused} of ${deliveries.length} refused, not ${refused}`);
        await settled(n8n, receiver);
        return round;
      };
      const compare = async (
        what: string,
        times: number,
        burstFor: (receiver: Receiver) => Burst,
      ): Promise<void> => {
        for (const subject of subjects) subject.rounds = [];
        for (let round = 0; round < times; round++) {
          progress(`${engine}: ${what}, round ${round + 1} of ${times}`);
          for (const receiver of inTurn(subjects, round))
            receiver.rounds.push(await send(receiver, burstFor(receiver)));
        }
      };

      for (const receiver of subjects) await send(receiver, genuineBurst(receiver, WARM_UP));
      await compare('genuine', rounds, (receiver) => genuineBurst(receiver, burst));
      tables.push(
        subjectTable(
          { caption: `${burst} at once, expression engine ${engine}`, nothing, bar: BAR },
          subjects,
        ),
      );
      await compare('mixed', mixedRounds, (receiver) =>
        mixedBurst(receiver, { genuine: burst, forged, takesAll: receiver !== trust }),
      );
      tables.push(
        subjectTable(
          {
            caption: `${burst} twice each and ${forged} forgeries at once, expression engine ${engine}`,
            nothing,
          },
          subjects,
        ),
      );
      for (const subject of subjects) problems.push(...problemsOf(n8n, subject));
    });
  }
  return {
    title: 'Many callbacks at once to a trigger in a real n8n',
    method: [
      `Callbacks as Lighthouse sends them, ${BURST.legacy} in one burst (${BURST.vm} with the engine vm, which takes n8n a minute and 8 GB for ${BURST.legacy}) and each on a separate connection, to three active workflows of trigger and NoOp in the same n8n with SQLite: Trust Lighthouse Trigger, which checks token, event, shape and tags, and deduplicates; a trigger with the same fields and credential that does nothing but pass on the body; and, for context, one that has no fields either, which n8n would have to resolve for each delivery. ${rounds} rounds each, in alternating order, after ${WARM_UP} callbacks to warm up; medians, the ratio from round to round. The bar is ${BAR} of the trigger that has the same fields and does nothing.`,
      `The second table: each callback twice, and a fifth as many with a wrong token or for another event, all in one burst; rounds: ${mixedRounds}. The triggers that do nothing run the workflow for all of them, so the ratio tells what it is worth not to.`,
      'After each round all executions are waited for; in the end each genuine file must have led to exactly one successful execution, and nothing else to any.',
    ],
    tables,
    problems,
  };
};

function genuineBurst({ callback }: Receiver, amount: number): Burst {
  const starting = Array.from({ length: amount }, () => randomUUID());
  return { deliveries: starting.map(callback), starting, refused: 0 };
}

/** @param mixture numbers of callbacks, and whether the receiver believes whatever it is sent */
function mixedBurst(
  { url, callback }: Receiver,
  mixture: { genuine: number; forged: number; takesAll: boolean },
): Burst {
  const files = Array.from({ length: mixture.genuine }, () => randomUUID());
  const forged = Array.from({ length: mixture.forged }, () => randomUUID());
  const withoutToken = new URL(url).pathname;
  const forgeries = forged.map((uuid, at) => {
    const delivery = callback(uuid);
    if (at % 2 === 0) return { ...delivery, path: withoutToken };
    return { body: JSON.stringify({ ...(JSON.parse(delivery.body) as object), event_id: randomUUID() }) };
  });
  return {
    // A copy right behind its original, and forgeries all over the first part.
    deliveries: files.flatMap((uuid, at) => [callback(uuid), callback(uuid), ...forgeries.slice(at, at + 1)]),
    starting: mixture.takesAll ? [...files, ...files, ...forged] : files,
    refused: mixture.takesAll ? 0 : mixture.forged,
  };
}

/** Ours, its twin that does nothing, and one without fields. */
async function activateReceivers(n8n: BenchN8n): Promise<[Receiver, Receiver, Receiver]> {
  const { client, url } = n8n.playground;
  const known = await client.listCredentials();
  const credentialsOf = (type: string) => {
    const credential = known.find((one) => one.type === type);
    if (!credential) throw new Error(`The playground has no credential of the type ${type}`);
    return { [type]: { id: credential.id, name: credential.name } };
  };
  const activate = async (name: string, webhookId: string, trigger: Omit<ChainNode, 'name'>) => {
    const nodes = [
      { ...trigger, name: 'Trigger', webhookId } as ChainNode,
      { name: 'NoOp', type: 'n8n-nodes-base.noOp' },
    ];
    return (await n8n.activate(chain(name, nodes))).id;
  };

  const watching = {
    parameters: { specifyTags: 'json', tagsJson: JSON.stringify(TAGS) },
    credentials: credentialsOf('trustApi'),
  };
  const trustId = await activate('Trust Lighthouse Trigger', randomUUID(), {
    ...watching,
    type: 'n8n-nodes-trust-lighthouse.trustLighthouseTrigger',
  });
  const twinAt = randomUUID();
  const twinId = await activate('The same fields, does nothing', twinAt, {
    ...watching,
    type: 'n8n-nodes-nothing.nothingTrustTrigger',
  });
  const bareAt = randomUUID();
  const bareId = await activate('No fields, does nothing', bareAt, {
    type: 'n8n-nodes-nothing.nothingTrigger',
    credentials: credentialsOf('signl4AlertingApi'),
  });
  const [event] = n8n.playground.emulator(plugin).control.events();
  if (event?.callbackUrl === undefined) throw new Error('The trigger has registered no event');

  // trust-lighthouse.md §3.4, in the documented order of the fields.
  const callback = (fileUuid: string): Delivery => ({
    body: JSON.stringify({
      event_id: event.id,
      room_id: '',
      callback_url: event.callbackUrl,
      callback_type: 'webhook',
      data: { file_register_uuid: fileUuid, filename: 'test.txt', tags: TAGS },
    }),
  });
  return [
    { ...triggerSubject('Trust Lighthouse Trigger', trustId, event.callbackUrl), callback },
    {
      ...triggerSubject(
        'The same fields, does nothing',
        twinId,
        `${url}/webhook/${twinAt}/trust-tagged-file`,
      ),
      callback,
    },
    {
      ...triggerSubject('No fields, does nothing', bareId, `${url}/webhook/${bareAt}/nothing`),
      callback,
    },
  ];
}
