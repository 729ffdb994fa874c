export { checkExists, create, defineSubscription, remove } from './subscribe/reconcile';
export type {
  ListedSubscription,
  DesiredSubscription,
  ManualSubscription,
  RemoteSubscription,
  Subscription,
} from './subscribe/reconcile';
export {
  checkNonListable,
  clearFiredTest,
  createNonListable,
  knownOrphans,
  recognizeToken,
  removeNonListable,
  recordMatch,
  matchSubscription,
} from './subscribe/unlisted';
export type {
  DesiredNonListable,
  Removal,
  SubscriptionMatch,
  NonListableSubscription,
} from './subscribe/unlisted';
export { withSecrets } from './verify/credential-secret';
export type { CredentialSecrets, ReadSecret, SecretRecipe, UnlockedState } from './verify/credential-secret';
export { receive } from './receive/receive';
export type {
  WebhookResponse,
  Delivery,
  OutputItem,
  Receiver,
  ResponseMode,
  Verdict,
  Verify,
} from './receive/receive';
export type { EventVersion } from './dedupe/latest-per-key';
export type { ParsedJson } from './receive/parse-json';
export { readJwt, jwtTimeIssue } from './verify/jwt';
export type { Jwt } from './verify/jwt';
export { JwksUnavailableError, fetchJwks } from './verify/jwks';
export type { Jwks } from './verify/jwks';
export type { OrphanedSubscription, SubscriptionState } from './state/subscription-state';
export { verifyHeaderToken, verifyUrlToken, withToken } from './verify/url-token';
export { verifyHmacSha256 } from './verify/hmac-sha256';
export type { HmacSha256Signature } from './verify/hmac-sha256';
export { chosenEvents } from './subscribe/chosen-events';
export { safeEqual } from './verify/safe-equal';
export { callbackUrlIssue } from './subscribe/callback-url-issue';
export type { CallbackUrlIssue } from './subscribe/callback-url-issue';
export { webhookEndpoint } from './subscribe/webhook-endpoint';
export { isNotFound } from './subscribe/is-not-found';
