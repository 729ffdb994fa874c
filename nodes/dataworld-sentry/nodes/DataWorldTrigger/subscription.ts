import { chosenEvents, defineSubscription } from '@signalbox/http-core/webhook';
import type { ManualSubscription } from '@signalbox/http-core/webhook';
import { NodeOperationError } from 'n8n-workflow';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { dataWorld } from '../api/data-world';

/**
 * Minimum length of the key, in characters. The core requires the same; checking here lets the error name the field.
 */
const MIN_KEY = 16;

/** Characters that a header transports unchanged. */
const IN_A_HEADER = /^[\x21-\x7e]+( +[\x21-\x7e]+)*$/;

/**
 * The user registers the webhook in data.world by hand: its API can subscribe an account to events, but takes no URL
 * (dataworld-sentry.md §6).
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
          'Without it, anyone who learns the URL could send events. Enter a random text of at least 16 characters as "Webhook Key" in the credential, and the same text as the authorization key of the webhook in data.world.',
      });
    }
    if (key.length < MIN_KEY) {
      throw new NodeOperationError(
        ctx.getNode(),
        `The webhook key has only ${key.length} characters and could be guessed`,
        {
          description: `Choose another "Webhook Key" of at least ${MIN_KEY} random characters, and enter it in data.world too.`,
        },
      );
    }
    if (!IN_A_HEADER.test(key)) {
      throw new NodeOperationError(
        ctx.getNode(),
        'The webhook key has characters that are not allowed in a header',
        {
          description:
            'Choose another "Webhook Key" with letters, digits and characters such as - and _, and enter it in data.world too.',
        },
      );
    }
    return key;
  },
});

/** The key that the user chose and entered in data.world. */
export async function webhookKey(ctx: IHookFunctions | IWebhookFunctions): Promise<string> {
  return String((await ctx.getCredentials(dataWorld.credentialType)).webhookKey ?? '').trim();
}
