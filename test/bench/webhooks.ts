import { randomUUID } from 'node:crypto';
import { plugin, seed as signl4Seed } from '@signalbox/emulators/signl4';
import type { Benchmark } from './benchmark';
import { inTurn, problemsOf, settled, subjectTable, triggerSubject, type Subject } from './delivery-subject';
import { sendDeliveries } from './load';
import { BenchN8n, type ExpressionEngine } from './n8n/bench-n8n';
import { chain, type ChainNode } from '../n8n/chain';
import type { Table } from './report/section';

const CONNECTIONS = 10;
/** Lower limit for the throughput of the trigger, relative to an empty one. */
const BAR = 0.95;
/** n8n is slow for its first some hundred deliveries. */
const WARM_UP = 150;

/** Deliveries of one round; the isolates of `vm` make n8n three times slower. */
const AMOUNT: Record<ExpressionEngine, number> = { legacy: 400, vm: 150 };

/** Deliveries a second to SIGNL4 Alerting Trigger, beside a trigger that does nothing and n8n's own Webhook node. */
export const webhooks: Benchmark = async ({ quick, engines, progress }) => {
  const rounds = quick ? 5 : 9;
  const problems: string[] = [];
  const tables: Table[] = [];
  for (const engine of engines) {
    progress(`a real n8n, expression engine ${engine}`);
    tables.push(
      await BenchN8n.use(engine, async (n8n) => {
        const { subjects, event } = await activateSubjects(n8n);
        const bodyOf = (id: string) => JSON.stringify({ ...event, id });
        const deliver = async (subject: Subject, amount: number) => {
          const ids = Array.from({ length: amount }, () => randomUUID());
          const round = await sendDeliveries(
            subject.url,
            ids.map((id) => ({ body: bodyOf(id) })),
            CONNECTIONS,
          );
          subject.sent.push(...ids);
          if (round.accepted !== amount)
            problems.push(`${subject.name}: ${round.refused} of ${amount} refused`);
          await settled(n8n, subject);
          return round;
        };
        for (const subject of subjects) await deliver(subject, WARM_UP);
        for (let round = 0; round < rounds; round++) {
          progress(`${engine}: round ${round + 1} of ${rounds}`);
          for (const subject of inTurn(subjects, round))
            subject.rounds.push(await deliver(subject, AMOUNT[engine]));
        }
        for (const subject of subjects) problems.push(...problemsOf(n8n, subject));
        return subjectTable(
          { caption: `Expression engine ${engine}`, nothing: subjects[1]!, bar: BAR },
          subjects,
        );
      }),
    );
  }
  return {
    title: 'Deliveries a second to a trigger in a real n8n',
    method: [
      `Real events of SIGNL4 (${CONNECTIONS} at a time, each with a unique id) to three active workflows of trigger and NoOp in the same n8n with SQLite: SIGNL4 Alerting Trigger, which verifies, parses, checks, filters and deduplicates; a service trigger that has the same credential and does nothing but pass on the body; and n8n's own Webhook node, for context: in n8n it skips work that no other node can skip. ${rounds} rounds each, in alternating order, after ${WARM_UP} deliveries to warm up; medians, the ratio from round to round. The bar is ${BAR} of the trigger that does nothing.`,
      'After each round all executions are waited for; in the end every delivery that was answered 2xx must have led to exactly one successful execution.',
    ],
    tables,
    problems,
  };
};

async function activateSubjects(n8n: BenchN8n): Promise<{ subjects: Subject[]; event: object }> {
  const { client, url } = n8n.playground;
  const signl4 = n8n.playground.emulator(plugin);
  const credential = (await client.listCredentials()).find(({ type }) => type === 'signl4AlertingApi');
  if (!credential) throw new Error('The playground has no SIGNL4 credential');
  const credentials = { signl4AlertingApi: { id: credential.id, name: credential.name } };
  const path = randomUUID();
  const activate = async (name: string, trigger: Omit<ChainNode, 'name'>) => {
    const content = chain(name, [
      { ...trigger, name: 'Trigger', webhookId: path } as ChainNode,
      { name: 'NoOp', type: 'n8n-nodes-base.noOp' },
    ]);
    return (await n8n.activate(content)).id;
  };

  const signl4Id = await activate('SIGNL4 Alerting Trigger', {
    type: 'n8n-nodes-signl4.signl4AlertingTrigger',
    parameters: { events: ['alertAcknowledged'] },
    credentials,
  });
  const nothingId = await activate('Trigger that does nothing', {
    type: 'n8n-nodes-nothing.nothingTrigger',
    credentials,
  });
  const webhookId = await activate("n8n's Webhook node", {
    type: 'n8n-nodes-base.webhook',
    typeVersion: 2,
    parameters: { httpMethod: 'POST', path: `${path}/webhook`, responseMode: 'onReceived', options: {} },
  });

  const registered = signl4.control.webhooks()[0]?.extUrl;
  if (registered === undefined) throw new Error('The trigger has registered no webhook');
  const event = await realEvent(n8n);
  const signl4Subject = triggerSubject('SIGNL4 Alerting Trigger', signl4Id, registered, 1);
  // The real event has led to an execution.
  await settled(n8n, signl4Subject);
  return {
    event,
    subjects: [
      signl4Subject,
      triggerSubject('Trigger that does nothing', nothingId, `${url}/webhook/${path}/nothing`),
      triggerSubject("n8n's Webhook node", webhookId, `${url}/webhook/${path}/webhook`),
    ],
  };
}

/** The event that the emulator sends when an alert is acknowledged. */
async function realEvent(n8n: BenchN8n): Promise<object> {
  const signl4 = n8n.playground.emulator(plugin);
  await fetch(`${signl4.url}/webhook/${signl4Seed.teams.operations.secret}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ Title: 'Cold store 3 is too warm', 'X-S4-ExternalID': 'cold-store-3' }),
  });
  await signl4.control.idle();
  const [alert] = signl4.control.alerts();
  if (!alert) throw new Error('The emulator has raised no alert');
  signl4.control.acknowledge(alert.id, signl4Seed.users.anna.id);
  await signl4.control.idle();
  const delivered = signl4.journal.deliveries.filter(({ status }) => status === 200).at(-1);
  if (!delivered) throw new Error('The emulator has delivered no event');
  return delivered.event;
}
