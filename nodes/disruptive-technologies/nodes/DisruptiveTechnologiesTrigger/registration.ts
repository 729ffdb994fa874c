import type { Subscription } from '@signalbox/http-core/webhook';

/** Registration of the trigger. */
export interface Registration {
  subscription: Subscription;
  /** Call this once the connector is registered and saved. */
  registered(): Promise<void>;
}

/** The n8n hook that is running. */
export type Hook = 'checkExists' | 'create' | 'delete';
