import { NodeOperationError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

const REMEDY =
  'Set the environment variable WEBHOOK_URL of n8n to the HTTPS address under which the internet reaches it, that of a reverse proxy or of a tunnel such as ngrok or cloudflared, and publish the workflow again.';

/**
 * Refuses a callback URL to which Disruptive Technologies would not send, or send in vain: it takes HTTPS only, with a certificate
 * that browsers trust (spec §3a).
 *
 * @param callbackUrl of this node
 * @param baseUrl of the service; an emulator on the same machine reaches any address
 * @param allowsHttp for an emulator on another machine
 * @throws NodeOperationError
 */
export function assertReachable(
  node: INode,
  { callbackUrl, baseUrl, allowsHttp }: { callbackUrl: string; baseUrl: string; allowsHttp: boolean },
): void {
  if (LOOPBACK.test(new URL(baseUrl).hostname)) return;
  const { protocol, hostname, origin, pathname } = new URL(callbackUrl);
  if (LOOPBACK.test(hostname)) {
    throw new NodeOperationError(
      node,
      `Disruptive Technologies cannot reach n8n at ${origin}${pathname}: only this machine can`,
      { description: REMEDY },
    );
  }
  if (protocol !== 'https:' && !allowsHttp) {
    throw new NodeOperationError(
      node,
      `Disruptive Technologies sends events to HTTPS addresses only, and the webhook URL is ${origin}${pathname}`,
      { description: REMEDY },
    );
  }
}
