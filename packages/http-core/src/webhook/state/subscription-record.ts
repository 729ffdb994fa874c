import type { IDataObject } from 'n8n-workflow';

/** Tells how a secret is obtained from the credential. Contains nothing secret. */
export interface SecretRecipe {
  /**
   * Present for a signing key that is derived from a secret of the credential; absent if the user entered the secret.
   */
  nonce?: string;
  /** Short checksum of the credential's secret when the workflow was published. */
  check: string;
}

/** A trigger node's knowledge of its subscription. */
export interface SubscriptionState {
  /** Callback URL without the token. */
  url: string;
  /** The service's id; absent until the service has responded to the creation. */
  id?: string;
  /** SHA-256 of accepted random tokens, newest first; two only while the remote side is being changed. */
  tokenHashes: string[];
  /** Recipes for secrets that only the credential holds, newest first. */
  recipes: SecretRecipe[];
  /** The settings the subscription was last created or repaired with. */
  settings: string;
  /** Plain JSON that one kind of subscription keeps beyond this; its reader must validate it. */
  extra?: IDataObject;
}

/** A state as stored, with its owner and a version. */
export interface SubscriptionRecord extends SubscriptionState {
  owner: string;
  /** Unix milliseconds, strictly increasing. The higher of two copies is the newer one. */
  savedAt: number;
}

/** Guards against damaged static data. */
export function isSubscriptionRecord(value: unknown): value is SubscriptionRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { owner, savedAt, url, id, settings, tokenHashes, recipes } = value as Record<string, unknown>;
  return (
    [owner, url, settings].every((text) => typeof text === 'string') &&
    typeof savedAt === 'number' &&
    (id === undefined || typeof id === 'string') &&
    Array.isArray(tokenHashes) &&
    tokenHashes.every((text) => typeof text === 'string') &&
    Array.isArray(recipes) &&
    recipes.every(isRecipe)
  );
}

/** A copy without n8n's change-tracking proxies, which must not be nested into each other. */
export function plainRecord({ extra, ...record }: SubscriptionRecord): IDataObject {
  return {
    ...record,
    tokenHashes: [...record.tokenHashes],
    recipes: record.recipes.map((recipe) => ({ ...recipe })),
    ...(extra && { extra: JSON.parse(JSON.stringify(extra)) as IDataObject }),
  };
}

function isRecipe(value: unknown): value is SecretRecipe {
  if (typeof value !== 'object' || value === null) return false;
  const { nonce, check } = value as Record<string, unknown>;
  return (nonce === undefined || typeof nonce === 'string') && typeof check === 'string';
}
