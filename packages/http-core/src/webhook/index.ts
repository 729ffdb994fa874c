export { callbackUrlIssue } from './subscribe/callback-url-issue';
export { assertReadable } from './subscribe/assert-readable';
export { chosenEvents } from './subscribe/chosen-events';
export { isNotFound } from './subscribe/is-not-found';
export { lifecycleOf } from './subscribe/lifecycle';
export type { Hook, SubscriptionLifecycle } from './subscribe/lifecycle';
export { defineSubscription } from './subscribe/subscription';
export type {
  DesiredSubscription,
  ManualSubscription,
  RemoteSubscription,
  Subscription,
} from './subscribe/subscription';
export { webhookEndpoint } from './subscribe/webhook-endpoint';
export { verifyHmacSha256 } from './verify/hmac-sha256';
export { fetchJwks, JwksUnavailableError } from './verify/jwks';
export type { Jwks } from './verify/jwks';
export { jwtTimeIssue, readJwt } from './verify/jwt';
export type { Jwt } from './verify/jwt';
export { safeEqual } from '../platform/safe-equal';
export { MIN_KEY_CHARACTERS } from './verify/secret-recipe';
export type { CredentialSecrets } from './verify/secret-recipe';
export {
  hashToken,
  newToken,
  tokenMatches,
  verifyHeaderToken,
  verifyUrlToken,
  withToken,
} from './verify/url-token';
export { withSecrets } from './verify/with-secrets';
export type { ParsedJson } from './receive/parse-json';
export type { Delivery, Receiver, ResponseMode, Verdict, Verify } from './receive/receiver';
export type { EventVersion } from './dedupe/latest-per-key';
export { ownerOf } from './state/node-identity';
export type { ListenMode } from './state/node-identity';
export type { SecretRecipe, SubscriptionState } from './state/subscription-record';
export { clearState, loadState, saveState } from './state/subscription-state';
export { webhookTrigger } from './webhook-trigger';
export type { WebhookReceiver, WebhookTrigger, WebhookTriggerDefinition } from './webhook-trigger';
