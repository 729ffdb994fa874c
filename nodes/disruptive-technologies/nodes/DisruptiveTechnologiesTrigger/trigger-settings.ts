import type { SubscriptionState } from '@signalbox/http-core/webhook';

export type Verification = 'sharedSecret' | 'asymmetric';

/**
 * Settings of the registration, saved with its secret. If they differ from those of the node, the registration is updated;
 * and deliveries can be verified without decrypting the credential.
 */
export interface TriggerSettings {
  verification: Verification;
  /** For `asymmetric`: where the OpenID configuration of the signer is. */
  discoveryUrl?: string;
  /** For `asymmetric`: the organization whose events are taken; absent for any. */
  organizationId?: string;
  /** Settings of the registered connector; absent if it was registered by hand. */
  connector?: {
    projectId: string;
    /** None for all. */
    events: readonly string[];
    labels: readonly string[];
    /** True if each registration starts with the current state, which was sent before as events with the same ids. */
    emitsState: boolean;
  };
}

/** As text, the same for the same settings. */
export function writeSettings({
  verification,
  discoveryUrl,
  organizationId,
  connector,
}: TriggerSettings): string {
  return JSON.stringify({
    verification,
    discoveryUrl,
    organizationId,
    connector: connector && {
      projectId: connector.projectId,
      events: [...connector.events].sort(),
      labels: [...connector.labels].sort(),
      emitsState: connector.emitsState,
    },
  });
}

/** Settings of a registration. A state that this node has not saved lacks the secret, so the secret is asked for. */
export function readSettings({ settings }: SubscriptionState): TriggerSettings {
  try {
    return JSON.parse(settings) as TriggerSettings;
  } catch {
    return { verification: 'sharedSecret' };
  }
}
