/** Names of the machine itself and of its network, and addresses that are not routed on the internet. */
const PRIVATE_HOSTS = [
  /^localhost$/,
  // RFC 2606, 6761, 6762, and what home and company routers hand out.
  /\.(localhost|local|internal|lan|home|test|invalid|example)$/,
  // RFC 1122, 1918, 3927, 6598.
  /^(0|10|127)\.\d+\.\d+\.\d+$/,
  /^192\.168\.\d+\.\d+$/,
  /^172\.(1[6-9]|2\d|3[01])\.\d+\.\d+$/,
  /^169\.254\.\d+\.\d+$/,
  /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.\d+\.\d+$/,
  // RFC 4193, 4291; and IPv4 addresses written as IPv6 ones.
  /^\[(::1?|f[cd].*|fe[89ab].*|::ffff:.*)\]$/,
  // A name without a dot: of a container, or of a machine in the same network.
  /^[^.[]+$/,
];

/** Why a service would call a URL in vain, or in the open. */
export type CallbackUrlIssue = 'unreachable' | 'unencrypted';

/**
 * What stands in the way of a service on the internet that shall call this URL; `undefined`: nothing that can be seen here.
 *
 * @param serviceUrl of the service: one that is itself in a private network, as an emulator is, reaches its neighbours
 */
export function callbackUrlIssue(callbackUrl: URL, serviceUrl?: URL): CallbackUrlIssue | undefined {
  if (serviceUrl && isPrivate(serviceUrl)) return undefined;
  if (isPrivate(callbackUrl)) return 'unreachable';
  return callbackUrl.protocol === 'https:' ? undefined : 'unencrypted';
}

/** The URL parser has written host names in lower case, and addresses in their usual form. */
function isPrivate({ hostname }: URL): boolean {
  return PRIVATE_HOSTS.some((pattern) => pattern.test(hostname));
}
