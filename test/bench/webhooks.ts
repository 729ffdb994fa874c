import { randomUUID } from 'node:crypto';
import { signl4Seed } from '@signalbox/emulators';
import { pollUntil } from '@signalbox/playground';
import type { Benchmark } from './benchmark';
import { sendDeliveries, type Round } from './load';
import { median } from './median';
import { BenchN8n, type ExpressionEngine } from './n8n/bench-n8n';
import { chain, type ChainNode } from './n8n/chain';
import { verdict, type Table } from './report/section';

const CONNECTIONS = 10;
/** How fast the trigger must be, compared with one that does nothing. */
const BAR = 0.95;
/** n8n is slow for its first some hundred deliveries. */
const WARM_UP = 150;

/** Deliveries of one round; the isolates of `vm` make n8n three times slower. */
const AMOUNT: Record<ExpressionEngine, number> = { legacy: 400, vm: 150 };

/** A trigger that waits for deliveries. */
interface Subject {
  name: string;
  workflowId: string;
  url: string;
  rounds: Round[];
  /** Every id that it was sent, warming up included. */
  sent: string[];
  /** Executions that were there before. */
  earlier: number;
}

/** Deliveries a second to SIGNL4 Trigger, beside a trigger that does nothing and n8n's own Webhook node. */
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
          const round = await sendDeliveries(subject.url, amount, CONNECTIONS, bodyOf);
          subject.sent.push(...round.ids);
          if (round.accepted !== amount)
            problems.push(`${subject.name}: ${round.refused} of ${amount} refused`);
          await settled(n8n, subject);
          return round;
        };
        for (const subject of subjects) await deliver(subject, WARM_UP);
        for (let round = 0; round < rounds; round++) {
          progress(`${engine}: round ${round + 1} of ${rounds}`);
          // Another one begins each time, and every second time the order is reversed.
          const turn = subjects.map((_, at) => subjects[(at + round) % subjects.length]!);
          if (round % 2 === 1) turn.reverse();
          for (const subject of turn) subject.rounds.push(await deliver(subject, AMOUNT[engine]));
        }
        for (const subject of subjects) problems.push(...problemsOf(n8n, subject));
        return tableOf(engine, subjects);
      }),
    );
  }
  return {
    title: 'Deliveries a second to a trigger in a real n8n',
    method: [
      `Real events of SIGNL4 (${CONNECTIONS} at a time, each with an id of its own) to three active workflows of trigger and NoOp in the same n8n with SQLite: SIGNL4 Trigger, which verifies, parses, checks, filters and deduplicates; a service trigger that has the same credential and does nothing but pass on the body; and n8n's own Webhook node, for context: in n8n it skips work that no other node can skip. ${rounds} rounds each, in alternating order, after ${WARM_UP} deliveries to warm up; medians, the ratio from round to round. The bar is ${BAR} of the trigger that does nothing.`,
      'After each round all executions are waited for; in the end every delivery that was answered 2xx must have led to exactly one successful execution.',
    ],
    tables,
    problems,
  };
};

async function activateSubjects(n8n: BenchN8n): Promise<{ subjects: Subject[]; event: object }> {
  const { client, emulators, url } = n8n.playground;
  const { signl4 } = emulators;
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

  const signl4Id = await activate('SIGNL4 Trigger', {
    type: 'n8n-nodes-signl4.signl4Trigger',
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

  const subject = (name: string, workflowId: string, address: string, earlier = 0): Subject => ({
    name,
    workflowId,
    url: address,
    rounds: [],
    sent: [],
    earlier,
  });
  const registered = signl4.control.webhooks()[0]?.extUrl;
  if (registered === undefined) throw new Error('The trigger has registered no webhook');
  const event = await realEvent(n8n);
  const signl4Subject = subject('SIGNL4 Trigger', signl4Id, registered, 1);
  // The real event has led to an execution.
  await settled(n8n, signl4Subject);
  return {
    event,
    subjects: [
      signl4Subject,
      subject('Trigger that does nothing', nothingId, `${url}/webhook/${path}/nothing`),
      subject("n8n's Webhook node", webhookId, `${url}/webhook/${path}/webhook`),
    ],
  };
}

/** What the emulator sends when somebody acknowledges an alert. */
async function realEvent(n8n: BenchN8n): Promise<object> {
  const { signl4 } = n8n.playground.emulators;
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

async function settled(
  { executions }: BenchN8n,
  { name, workflowId, sent, earlier }: Subject,
): Promise<void> {
  await pollUntil(() => executions.countEnded(workflowId) >= sent.length + earlier || undefined, {
    what: `all executions of "${name}"`,
    intervalMs: 50,
  });
}

/** Whether each delivery has led to exactly one execution. */
function problemsOf({ executions }: BenchN8n, { name, workflowId, sent, earlier }: Subject): string[] {
  const all = executions.all(workflowId).slice(earlier);
  const failed = all.filter(({ status }) => status !== 'success').length;
  const unknown = new Set(sent);
  let repeated = 0;
  for (const { data } of all) {
    const ids = data.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
    if (!ids.some((id) => unknown.delete(id))) repeated += 1;
  }
  const wrong = [
    [failed, 'executions failed'],
    [unknown.size, 'deliveries were lost'],
    [repeated, 'executions of a delivery that had one before'],
  ] as const;
  return wrong.flatMap(([count, what]) => (count > 0 ? [`${name}: ${count} ${what}`] : []));
}

function tableOf(engine: ExpressionEngine, subjects: readonly Subject[]): Table {
  const nothing = subjects[1]!;
  const rows = subjects.map((subject) => {
    const of = (field: 'perSecond' | 'p50' | 'p99') => median(subject.rounds.map((round) => round[field]));
    const ratios = subject.rounds.map(({ perSecond }, round) => perSecond / nothing.rounds[round]!.perSecond);
    const ratio = median(ratios);
    const isOurs = subject === subjects[0];
    return [
      subject.name,
      `${of('perSecond').toFixed(1)}/s`,
      `${of('p50').toFixed(0)} ms`,
      `${of('p99').toFixed(0)} ms`,
      ratio.toFixed(2),
      subject === nothing ? '' : `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`,
      isOurs ? verdict(ratio >= BAR) : '',
      String(subject.sent.length),
    ];
  });
  return {
    caption: `Expression engine ${engine}`,
    columns: [
      'trigger',
      'deliveries',
      'p50',
      'p99',
      'ratio',
      'of single rounds',
      `>= ${BAR}`,
      'executed once each',
    ],
    rows,
  };
}
