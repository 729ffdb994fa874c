import type { CredentialSecrets } from '@signalbox/http-core/webhook';

import { {{key}} } from '../api/{{service}}';

/** Source of the keys that events are signed with: the secret of the credential, from which they are derived. */
export const signingSecrets = {
  root: async (ctx) => String((await ctx.getCredentials({{key}}.credentialType)).{{mainSecret.name}} ?? ''),
} satisfies CredentialSecrets;
