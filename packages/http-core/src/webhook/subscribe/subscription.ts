import type { IHookFunctions } from 'n8n-workflow';

import type { SubscriptionState } from '../state/subscription-record';
import type { ReadSecret } from '../verify/secret-recipe';

/** The subscription that should exist at the service. */
export interface DesiredSubscription {
  /** The URL to register; for `secret: 'urlToken'` it contains the token. */
  callbackUrl: string;
  /**
   * The new secret in clear: the token of the URL, or the key to sign with. Pass it to the service and nowhere else.
   */
  secret: string;
  /** Result of `settings(ctx)`. */
  settings: string;
}

/** A subscription that exists at the service. */
export interface ListedSubscription {
  id: string;
  /** Callback URL as registered; absent if the service does not show it. */
  url?: string;
  /**
   * `false` if it must be repaired, because it is disabled or has another filter than the desired one.
   * @default true
   */
  current?: boolean;
  /** Its signing key, empty for none; absent if the service does not show it. */
  signingKey?: string;
}

/** A subscription that the node registers through the service's API. */
export type RemoteSubscription = RemoteCalls & (UrlToken | SigningKey);

/** Deliveries are unsigned, and the URL carries a token. */
interface UrlToken {
  secret: 'urlToken';
  /**
   * Query parameter of the token.
   * @default 'token'
   */
  tokenParameter?: string;
}

/** The service signs with a key that we give it, derived from the credential. */
interface SigningKey {
  secret: 'signingKey';
  tokenParameter?: undefined;
  /** See `CredentialSecrets.root`. */
  root: ReadSecret;
}

/**
 * Calls to the service. They throw the errors of their HTTP client; a remote 404 must be recognizable by its status
 * (see `isNotFound`).
 */
interface RemoteCalls {
  /**
   * Reads the parameters that only deliveries need, and throws if one cannot be used, so that publishing fails.
   * @default no parameters are checked
   */
  parameters?(ctx: IHookFunctions): unknown;
  /**
   * Everything else that distinguishes one subscription from another (team, event filter), as a stable string without
   * secrets.
   * @default ''
   */
  settings?(ctx: IHookFunctions): string;
  /** Every subscription that could be ours, foreign ones included. Omit it only if the service cannot list. */
  list?(ctx: IHookFunctions, state: SubscriptionState | undefined): Promise<readonly ListedSubscription[]>;
  /**
   * Creates a subscription and returns its id, or `undefined` if the response has none; it is then looked up with
   * `list`.
   */
  create(ctx: IHookFunctions, desired: DesiredSubscription): Promise<string | undefined>;
  /**
   * Changes URL, secret, filter and enabled state of a subscription.
   * @default it is removed and created again
   */
  repair?(ctx: IHookFunctions, id: string, desired: DesiredSubscription): Promise<void>;
  /**
   * Called when a subscription has been created or repaired and its id is saved. If it throws, publishing fails.
   * @default nothing is left to do
   */
  registered?(ctx: IHookFunctions, id: string): Promise<void>;
  remove(ctx: IHookFunctions, id: string): Promise<void>;
}

/** A subscription that the user registers at the service by hand; the node makes no calls. */
export interface ManualSubscription {
  manual: true;
  /** `publishedKey`: the service signs with its own key and publishes the public half, so there is no shared secret. */
  secret: 'urlToken' | 'signingKey' | 'publishedKey';
  /** The secret entered by the user; empty or short ones are refused. Not called for `publishedKey`. */
  userSecret: (ctx: IHookFunctions) => string | Promise<string>;
  /** See `RemoteSubscription.parameters`. */
  parameters?(ctx: IHookFunctions): unknown;
  /**
   * Settings that the verification of a delivery needs, as a string without secrets.
   * @default ''
   */
  settings?(ctx: IHookFunctions): string;
}

export type Subscription = RemoteSubscription | ManualSubscription;

/** Returns its argument; infers and checks its type. */
export function defineSubscription<S extends Subscription>(subscription: S): S {
  return subscription;
}
