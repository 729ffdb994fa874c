import { callbackUrlIssue } from '@signalbox/http-core/webhook';
import { NodeOperationError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';

const REMEDY =
  'Set the environment variable WEBHOOK_URL of n8n to the HTTPS address under which the internet reaches it, and publish or run the workflow again.';

/**
 * Refuses a callback URL that cannot work or must not be registered, before SIGNL4 accepts it and nothing ever arrives.
 *
 * @param callbackUrl of this node; its token is not shown
 * @param baseUrl of SIGNL4; an emulator in the same network reaches any address
 * @throws NodeOperationError
 */
export function assertReachable(
  node: INode,
  { callbackUrl, baseUrl, allowsHttp }: { callbackUrl: string; baseUrl: string; allowsHttp: boolean },
): void {
  const refuse = (message: string, description: string): never => {
    throw new NodeOperationError(node, message, { description });
  };
  const callback = new URL(callbackUrl);
  const service = new URL(baseUrl);
  if (callback.origin === service.origin) {
    refuse(
      `The webhook URL ${shown(callback)} is an address of SIGNL4 itself`,
      'Events sent back to SIGNL4 would raise alerts about alerts in an endless loop. Set WEBHOOK_URL to the address of n8n.',
    );
  }
  const obstacle = callbackUrlIssue(callback, service);
  if (obstacle === 'unreachable') {
    refuse(`SIGNL4 cannot reach n8n at ${shown(callback)}, which is not an address on the internet`, REMEDY);
  }
  if (obstacle === 'unencrypted' && !allowsHttp) {
    refuse(
      `The webhook URL ${shown(callback)} is not encrypted, so anyone on the network path could read the events and the token`,
      `${REMEDY} Or turn on "Allow Unencrypted Webhook URL" in the options of the node.`,
    );
  }
}

function shown({ origin, pathname }: URL): string {
  return origin + pathname;
}
