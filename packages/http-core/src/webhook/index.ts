export { checkExists, create, defineSubscription, remove } from './subscribe/reconcile';
export type {
  ListedSubscription,
  DesiredSubscription,
  ManualSubscription,
  RemoteSubscription,
  Subscription,
} from './subscribe/reconcile';
export {
  checkUnlisted,
  consumed,
  createUnlisted,
  leftBehind,
  recogniseToken,
  removeUnlisted,
  settleStanding,
  standingOf,
} from './subscribe/unlisted';
export type { DesiredUnlisted, Removal, Standing, UnlistedSubscription } from './subscribe/unlisted';
export { withSecrets } from './verify/credential-secret';
export type { CredentialSecrets, ReadSecret, SecretRecipe, UnlockedMemory } from './verify/credential-secret';
export { receive } from './receive/receive';
export type { Answer, Delivery, Presented, Receiver, ResponseMode, Verdict, Verify } from './receive/receive';
export type { Moment } from './dedupe/latest-per-key';
export type { ParsedJson } from './receive/parse-json';
export { readJwt, jwtTimeProblem } from './verify/jwt';
export type { Jwt } from './verify/jwt';
export { KeysUnavailable, publishedKeys } from './verify/jwks';
export type { PublishedKeys } from './verify/jwks';
export type { LeftSubscription, SubscriptionMemory } from './state/subscription-state';
export { headerToken, urlToken, withToken } from './verify/url-token';
export { hmacSha256Matches } from './verify/hmac-sha256';
export type { HmacSha256Claim } from './verify/hmac-sha256';
export { chosenEvents } from './subscribe/chosen-events';
export { safeEqual } from './verify/safe-equal';
export { obstacleTo } from './subscribe/callback-url-issue';
export type { Obstacle } from './subscribe/callback-url-issue';
export { targetOf } from './subscribe/webhook-endpoint';
export { isGone } from './subscribe/is-not-found';
