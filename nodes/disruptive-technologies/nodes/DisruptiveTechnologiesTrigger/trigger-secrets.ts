import type { CredentialSecrets } from '@signalbox/http-core/webhook';

import { disruptiveTechnologies } from '../api/disruptive-technologies';

/** Sources of the shared secret of `X-Dt-Signature`: the secret of the key, from which one is derived, or one that the user has entered. */
export const triggerSecrets = {
  root: async (ctx) => String((await ctx.getCredentials(disruptiveTechnologies.credentialType)).secret ?? ''),
  userSecret: async (ctx) =>
    String((await ctx.getCredentials(disruptiveTechnologies.credentialType)).signatureSecret ?? ''),
} satisfies CredentialSecrets;
