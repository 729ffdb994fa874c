import type { IWebhookDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { receive } from './receive/receive';
import type { Receiver, ResponseMode } from './receive/receiver';
import type { SubscriptionLifecycle } from './subscribe/lifecycle';

/** A trigger that a service calls, declared once. */
export interface WebhookTriggerDefinition<Event> {
  /** End of the webhook URL, such as `acme`. */
  path: string;
  /** Registration of the webhook at the service, see `lifecycleOf`. */
  lifecycle: SubscriptionLifecycle;
  /** Receives the deliveries; a function where each may need another receiver. */
  receiver: WebhookReceiver<Event> | ((ctx: IWebhookFunctions) => Promise<WebhookReceiver<Event>>);
  /**
   * Parameter with which the user chooses between `onReceived`, its default, and `lastNode`.
   * @default the response mode of the receiver
   */
  responseModeParameter?: string;
}

/** A receiver whose response mode fits the description of the webhook, whichever it returns. */
export type WebhookReceiver<Event> = Omit<Receiver<Event>, 'responseMode'> & {
  /** @default 'onReceived' */
  responseMode?(ctx: IWebhookFunctions): Exclude<ResponseMode, 'lastNode'>;
};

/** The members of a trigger's class that n8n calls, each with its context as `this`. */
export interface WebhookTrigger {
  /** For the class's `description`. */
  webhooks: [IWebhookDescription];
  webhookMethods: { default: SubscriptionLifecycle };
  webhook: (this: IWebhookFunctions) => Promise<IWebhookResponseData>;
}

/**
 * Everything of a webhook trigger that is not read by people: the description of its one webhook (POST), its hooks, and
 * `webhook()`. Names, icons and fields stay in the class, where n8n's linter checks them.
 *
 * @example
 * const trigger = webhookTrigger({ path: 'acme', lifecycle: lifecycleOf(subscription), receiver });
 *
 * export class AcmeTrigger implements INodeType {
 *   description: INodeTypeDescription = { …, webhooks: trigger.webhooks, properties };
 *   webhookMethods = trigger.webhookMethods;
 *   webhook = trigger.webhook;
 * }
 */
export function webhookTrigger<Event>({
  path,
  lifecycle,
  receiver,
  responseModeParameter,
}: WebhookTriggerDefinition<Event>): WebhookTrigger {
  const chosen =
    responseModeParameter === undefined
      ? undefined
      : {
          responseMode: (ctx: IWebhookFunctions) =>
            ctx.getNodeParameter(responseModeParameter, 'onReceived') as ResponseMode,
        };
  // With '', n8n sends our JSON instead of its default text. After the last node only 'noData' keeps it from sending the
  // output of the workflow.
  const responseData = chosen ? 'noData' : '';
  return {
    webhooks: [
      {
        name: 'default',
        httpMethod: 'POST',
        path,
        responseMode: chosen ? `={{$parameter["${responseModeParameter}"]}}` : 'onReceived',
        responseData,
      },
    ],
    webhookMethods: { default: lifecycle },
    async webhook() {
      return await receive(this, receiver, chosen);
    },
  };
}
