export { checkExists, create, defineSubscription, remove } from './reconcile';
export type {
  ListedSubscription,
  DesiredSubscription,
  ManualSubscription,
  RemoteSubscription,
  Subscription,
} from './reconcile';
export { receive } from './receive';
export type { Answer, Delivery, Presented, Receiver, Verdict, Verify } from './receive';
export type { SubscriptionMemory } from './subscription-memory';
export { headerToken, urlToken, withToken } from './url-token';
export { hmacSha256Matches } from './hmac-sha256-matches';
export type { HmacSha256Claim } from './hmac-sha256-matches';
export { safeEqual } from './safe-equal';
export { isGone } from './is-gone';
