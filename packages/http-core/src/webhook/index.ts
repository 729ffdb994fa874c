export { checkExists, create, defineSubscription, remove } from './reconcile';
export type {
  ListedSubscription,
  DesiredSubscription,
  ManualSubscription,
  RemoteSubscription,
  Subscription,
} from './reconcile';
export {
  checkUnlisted,
  consumed,
  createUnlisted,
  leftBehind,
  recogniseToken,
  removeUnlisted,
  settleStanding,
  standingOf,
} from './unlisted';
export type { DesiredUnlisted, Removal, Standing, UnlistedSubscription } from './unlisted';
export { withSecrets } from './credential-secret';
export type { CredentialSecrets, ReadSecret, SecretRecipe, UnlockedMemory } from './credential-secret';
export { receive } from './receive';
export type { Answer, Delivery, Presented, Receiver, ResponseMode, Verdict, Verify } from './receive';
export type { Moment } from './only-newer';
export type { ParsedJson } from './parse-json';
export { readJwt, jwtTimeProblem } from './jwt';
export type { Jwt } from './jwt';
export { KeysUnavailable, publishedKeys } from './published-keys';
export type { PublishedKeys } from './published-keys';
export type { LeftSubscription, SubscriptionMemory } from './subscription-memory';
export { headerToken, urlToken, withToken } from './url-token';
export { hmacSha256Matches } from './hmac-sha256-matches';
export type { HmacSha256Claim } from './hmac-sha256-matches';
export { chosenEvents } from './chosen-events';
export { safeEqual } from './safe-equal';
export { obstacleTo } from './reachability';
export type { Obstacle } from './reachability';
export { targetOf } from './target';
export { isGone } from './is-gone';
