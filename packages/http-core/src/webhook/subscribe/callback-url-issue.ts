/** Names of the machine and its network, and addresses that are not routed on the internet. */
const PRIVATE_HOSTS = [
  /^localhost$/,
  // RFC 2606, 6761, 6762, and suffixes that home and company routers assign.
  /\.(localhost|local|internal|lan|home|test|invalid|example)$/,
  // RFC 1122, 1918, 3927, 6598.
  /^(0|10|127)\.\d+\.\d+\.\d+$/,
  /^192\.168\.\d+\.\d+$/,
  /^172\.(1[6-9]|2\d|3[01])\.\d+\.\d+$/,
  /^169\.254\.\d+\.\d+$/,
  /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.\d+\.\d+$/,
  // RFC 4193, 4291, and IPv4-mapped addresses.
  /^\[(::1?|f[cd].*|fe[89ab].*|::ffff:.*)\]$/,
  // A name without a dot: a container or a machine in the same network.
  /^[^.[]+$/,
];

/** `unreachable`: not on the internet; `unencrypted`: not HTTPS. */
type CallbackUrlIssue = 'unreachable' | 'unencrypted';

/**
 * Finds the reason why a service on the internet cannot, or should not, call a URL.
 *
 * @param serviceUrl URL of the service. One in a private network, e.g. an emulator, can reach its neighbors.
 * @returns `undefined` if nothing is wrong, as far as the URL tells
 */
export function callbackUrlIssue(callbackUrl: URL, serviceUrl?: URL): CallbackUrlIssue | undefined {
  if (serviceUrl && isPrivate(serviceUrl)) return undefined;
  if (isPrivate(callbackUrl)) return 'unreachable';
  return callbackUrl.protocol === 'https:' ? undefined : 'unencrypted';
}

/** The URL parser has normalized host names and addresses. */
function isPrivate({ hostname }: URL): boolean {
  return PRIVATE_HOSTS.some((pattern) => pattern.test(hostname));
}
