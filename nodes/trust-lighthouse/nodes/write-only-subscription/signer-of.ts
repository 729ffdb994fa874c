import { MIN_KEY_CHARACTERS, ownerOf } from '@signalbox/http-core/webhook';
import type { ListenMode } from '@signalbox/http-core/webhook';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { TokenSigner } from './signed-token';
import type { WriteOnlySubscription } from './subscription';

/** The signer of this node's tokens; `undefined` if the key of the credential is too short to sign with. */
export async function signerOf(
  ctx: IHookFunctions | IWebhookFunctions,
  subscription: WriteOnlySubscription,
  mode: ListenMode,
): Promise<TokenSigner | undefined> {
  const key = await subscription.key(ctx);
  return key.length < MIN_KEY_CHARACTERS ? undefined : { key, owner: `${ownerOf(ctx)}/${mode}` };
}
