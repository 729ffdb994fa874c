import type { Hook, ManualSubscription } from '@signalbox/http-core/webhook';
import { NodeOperationError } from 'n8n-workflow';
import type { IHookFunctions } from 'n8n-workflow';

import { wantedBy } from './trigger-parameters';
import { triggerSecrets } from './trigger-secrets';
import { writeSettings } from './trigger-settings';
import type { Verification } from './trigger-settings';
import { verificationOf } from './verification-settings';

/** The user created the connector in DT Studio. */
export async function manualSubscription(ctx: IHookFunctions, hook: Hook): Promise<ManualSubscription> {
  // There is nothing to remove.
  const signatureSecret = hook === 'delete' ? '' : await triggerSecrets.userSecret(ctx);
  const verification = ctx.getNodeParameter('verification', 'sharedSecret') as Verification;
  const isShared = verification === 'sharedSecret';
  if (hook === 'create' && isShared && !signatureSecret) {
    throw new NodeOperationError(
      ctx.getNode(),
      'The credential has no signature secret, so no event could be verified',
      {
        description: `Make up a random text of at least 16 characters, and enter it twice: as "Signature Secret" of the credential, and as the one of a Data Connector in DT Studio (API Integrations > Data Connectors) with the endpoint URL ${ctx.getNodeWebhookUrl('default')}.`,
      },
    );
  }
  const settings = hook === 'delete' ? '' : writeSettings(await verificationOf(ctx));
  return {
    manual: true,
    secret: isShared ? 'signingKey' : 'publishedKey',
    userSecret: () => signatureSecret,
    parameters: wantedBy,
    settings: () => settings,
  };
}
