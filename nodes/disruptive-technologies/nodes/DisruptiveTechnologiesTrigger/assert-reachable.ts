import { callbackUrlIssue } from '@signalbox/http-core/webhook';
import { NodeOperationError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';

const REMEDY =
  'Set the environment variable WEBHOOK_URL of n8n to the HTTPS address under which the internet reaches it, that of a reverse proxy or of a tunnel such as ngrok or cloudflared, and publish the workflow again.';

/**
 * Rejects a callback URL that Disruptive Technologies cannot reach: it sends over HTTPS only, to certificates that browsers
 * trust (disruptive-technologies.md §3a).
 *
 * @param callbackUrl of this node
 * @param baseUrl of the service; an emulator in the same network reaches any address
 * @param allowsHttp for an emulator on the internet
 * @throws NodeOperationError
 */
export function assertReachable(
  node: INode,
  { callbackUrl, baseUrl, allowsHttp }: { callbackUrl: string; baseUrl: string; allowsHttp: boolean },
): void {
  const callback = new URL(callbackUrl);
  const shown = callback.origin + callback.pathname;
  const obstacle = callbackUrlIssue(callback, new URL(baseUrl));
  if (obstacle === 'unreachable') {
    throw new NodeOperationError(
      node,
      `Disruptive Technologies cannot reach n8n at ${shown}, which is not an address on the internet`,
      { description: REMEDY },
    );
  }
  if (obstacle === 'unencrypted' && !allowsHttp) {
    throw new NodeOperationError(
      node,
      `Disruptive Technologies sends events to HTTPS addresses only, and the webhook URL is ${shown}`,
      { description: REMEDY },
    );
  }
}
