import type { RequestSpec } from '@signalbox/http-core';
import { runOperations } from '@signalbox/http-core/operation';
import type { ItemAccess, Operation } from '@signalbox/http-core/operation';
import { parkExecution, signedResumeUrl } from '@signalbox/http-core/wait';
import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type * as z from 'zod/v4-mini';

import { assertReachable } from '../../api/assert-reachable';
import type { eventReceipt } from '../../api/inbound-event';
import { signl4 } from '../../api/signl4';
import { registerWait, removeExpiredWaits, removeWait } from '../../api/wait-webhooks';
import { eventFor } from '../alert/alert-content';
import { sendAndWait } from '../alert/send-and-wait';
import type { WaitInput } from '../alert/send-and-wait';
import { endingOf, readAlert } from './alert-state';
import { respondedItem, timedOutItem } from './response-item';
import type { Raised } from './response-item';

const UNIT_MS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

/** A wait that has begun with an alert. */
interface Wait {
  until: Date | undefined;
  input: WaitInput;
  externalId: string;
  /** Registered at SIGNL4; undefined if people respond by links. */
  webhookUrl?: string;
}

type Receipt = z.infer<ReturnType<typeof eventReceipt>>;

/**
 * Runs the operation Send and Wait: raises one alert and parks the execution until the response, which `receiveResponse` gets.
 *
 * The webhook is registered before the alert is raised, since the response may come immediately; if raising fails, it is removed.
 */
export async function waitForResponse(ctx: IExecuteFunctions): Promise<INodeExecutionData[][]> {
  const refusal = refusalOf(ctx);
  if (refusal && !ctx.continueOnFail()) throw refusal;
  if (refusal) return [[{ json: { error: refusal.message }, error: refusal, pairedItem: { item: 0 } }]];
  const { apiKey } = await ctx.getCredentials(signl4.credentialType);
  let wait: Wait | undefined;
  const begin = async (input: WaitInput): Promise<WaitInput> => {
    const { respondIn, waitUntil, approvedBy, limitWaitTime, waitAmount, waitUnit } = input;
    const until = limitWaitTime ? new Date(Date.now() + waitAmount * UNIT_MS[waitUnit]) : undefined;
    const externalId = input.externalId || ownExternalId(ctx);
    wait = { until, input, externalId };
    if (respondIn === 'links' || !apiKey) {
      return { ...input, respondIn: 'links', externalId, message: withLinks(ctx, input.message) };
    }
    const url = signedResumeUrl(ctx, { until: waitUntil, approved: approvedBy });
    await assertCallable(ctx, url, input.allowHttp);
    await removeExpiredWaits(ctx, url);
    wait.webhookUrl = url;
    await registerWait(ctx, { url, until, what: ctx.getWorkflow().name ?? ctx.getNode().name });
    return { ...input, externalId };
  };
  let items: INodeExecutionData[] | undefined;
  try {
    [items = []] = await runOperations(ctx, signl4, [raising(begin)]);
  } finally {
    if (wait?.webhookUrl && (items?.[0]?.error ?? !items)) await removeWait(ctx, wait.webhookUrl);
  }
  const [sent] = items;
  if (!wait || !sent || sent.error) return [items];

  const { eventId, alertId } = sent.json as unknown as Receipt & { alertId?: string };
  const raised: Raised = {
    title: wait.input.title,
    externalId: wait.externalId,
    eventId,
    ...(alertId && { alertId }),
  };
  const early = await earlyResponse(ctx, wait, raised);
  if (early) return [[{ json: early, pairedItem: { item: 0 } }]];
  return await parkExecution(ctx, {
    until: wait.until,
    waiting: { outcome: 'waiting', ...raised },
    timedOut: timedOutItem(raised),
  });
}

/** The operation, which begins the wait right before it raises the alert: its parameters are checked by then. */
function raising(begin: (input: WaitInput) => Promise<WaitInput>): Operation {
  const request = async (input: WaitInput, item: ItemAccess): Promise<RequestSpec> =>
    // In place, so that the outcome check looks for the external ID that the alert gets.
    await eventFor(Object.assign(input, await begin(input)), item);
  return { ...sendAndWait, request };
}

/**
 * Output for an alert that has ended before the execution waits: that no one is on duty is reported together with the alert, and n8n
 * refuses a response while the execution still runs.
 */
async function earlyResponse(
  ctx: IExecuteFunctions,
  { input, webhookUrl }: Wait,
  raised: Raised,
): Promise<IDataObject | undefined> {
  if (!webhookUrl || typeof raised.alertId !== 'string') return undefined;
  try {
    const alert = await readAlert(ctx, raised.alertId);
    const ending = endingOf(alert, input.waitUntil);
    if (!ending) return undefined;
    await removeWait(ctx, webhookUrl);
    return await respondedItem(ctx, raised, alert, { ending, approvedBy: input.approvedBy });
  } catch {
    // The alert is raised and the webhook is there, so the response can still come.
    return undefined;
  }
}

/** The reason why the node does not even try, if there is one. */
function refusalOf(ctx: IExecuteFunctions): NodeOperationError | undefined {
  const { length } = ctx.getInputData();
  const node = ctx.getNode();
  if (length > 1) {
    return new NodeOperationError(node, `Send and Wait takes one item at a time, and there are ${length}`, {
      description:
        'An execution can wait for one response only. Turn on "Execute Once" in the settings of the node, combine the items with an Aggregate node, or put the node into a Loop Over Items.',
    });
  }
  // n8n lets an agent use every operation of a node as a tool, but such a call cannot wait.
  if (!node.type.endsWith('Tool') || node.type.endsWith('HitlTool')) return undefined;
  return new NodeOperationError(node, 'An AI agent cannot use Send and Wait as a tool', {
    description:
      'To have a person approve the tools of an agent, add SIGNL4 Alerting as human review between the agent and its tools.',
  });
}

/** @throws NodeOperationError if SIGNL4 could not call the URL, or should not */
async function assertCallable(ctx: IExecuteFunctions, url: string, allowsHttp: boolean): Promise<void> {
  const { baseUrl } = signl4.configure(await ctx.getCredentials(signl4.credentialType));
  assertReachable(ctx.getNode(), { callbackUrl: url, baseUrl, allowsHttp });
}

/** Tells the alerts of several runs of the node apart, as in a loop. */
function ownExternalId(ctx: IExecuteFunctions): string {
  const run = Number(ctx.evaluateExpression('{{ $runIndex }}', 0));
  const which = run > 0 ? `-${run + 1}` : '';
  return `n8n-${ctx.getExecutionId()}-${ctx.getNode().id}${which}`;
}

function withLinks(ctx: IExecuteFunctions, message: string): string {
  const link = (decision: string) => signedResumeUrl(ctx, { decision });
  return [message, `Approve: ${link('approve')}`, `Deny: ${link('deny')}`].filter(Boolean).join('\n\n');
}
