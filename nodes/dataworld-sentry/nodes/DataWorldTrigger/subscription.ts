import { chosenEvents, defineSubscription } from '@signalbox/http-core/webhook';
import type { ManualSubscription } from '@signalbox/http-core/webhook';
import { NodeOperationError } from 'n8n-workflow';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { dataWorld } from '../api/data-world';

/** Characters. As many as the core demands of a secret typed by hand; here the field has a name. */
const MIN_KEY = 16;

/** What a header can carry without being changed on the way. */
const IN_A_HEADER = /^[\x21-\x7e]+( +[\x21-\x7e]+)*$/;

/**
 * The webhook is entered in data.world by hand: its API can subscribe an account to events, but not say to which URL they
 * go (dataworld-sentry.md §6).
 */
export const subscription = defineSubscription<ManualSubscription>({
  manual: true,
  secret: 'urlToken',
  parameters: chosenEvents,
  async userSecret(ctx) {
    const key = await webhookKey(ctx);
    if (key === '') {
      throw new NodeOperationError(ctx.getNode(), 'The credential has no webhook key', {
        description:
          'Without it anybody who learns the URL could send events. Enter a random text of at least 16 characters as "Webhook Key" of the credential, and the same as authorization key of the webhook in data.world.',
      });
    }
    if (key.length < MIN_KEY) {
      throw new NodeOperationError(
        ctx.getNode(),
        `The webhook key has ${key.length} characters, which can be guessed`,
        {
          description: `Make up another "Webhook Key" of at least ${MIN_KEY} random characters, and enter it in data.world too.`,
        },
      );
    }
    if (!IN_A_HEADER.test(key)) {
      throw new NodeOperationError(ctx.getNode(), 'The webhook key has characters that no header can carry', {
        description:
          'Make up another "Webhook Key" of letters, digits and signs like - and _, and enter it in data.world too.',
      });
    }
    return key;
  },
});

/** The key that the user has made up, and entered in data.world as well. */
export async function webhookKey(ctx: IHookFunctions | IWebhookFunctions): Promise<string> {
  return String((await ctx.getCredentials(dataWorld.credentialType)).webhookKey ?? '').trim();
}
