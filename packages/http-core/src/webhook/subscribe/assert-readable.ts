import { NodeOperationError } from 'n8n-workflow';
import type { IHookFunctions } from 'n8n-workflow';

import { plainText } from '../../errors/plain-text';

/**
 * Reads every parameter of a trigger when it is published. n8n evaluates expressions lazily, so a broken one that only
 * deliveries use would fail with each event.
 *
 * @throws NodeOperationError naming the parameter whose expression cannot be evaluated
 */
export function assertReadable(ctx: IHookFunctions): void {
  const node = ctx.getNode();
  for (const name of Object.keys(node.parameters)) {
    try {
      ctx.getNodeParameter(name);
    } catch (error) {
      const reason = plainText(error instanceof Error ? error.message : '');
      throw new NodeOperationError(node, `The parameter "${name}" cannot be read: ${reason}`, {
        description:
          'A trigger has no input and no other nodes before it. Correct the expression, or enter a fixed value.',
      });
    }
  }
}
