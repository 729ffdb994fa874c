import type { Check } from '../check';
import { isTrigger, loadedNodes } from '../load-entries';

/** Every action node can be given to an AI agent. */
export const usableAsTool: Check = {
  name: 'usable as tool',
  needs: 'loaded',
  run({ loaded }) {
    const actions = loadedNodes(loaded).filter(({ description }) => !isTrigger(description));
    return {
      problems: actions.flatMap(({ entry, description }) =>
        description.usableAsTool === true ? [] : [`${entry.className} has no "usableAsTool: true"`],
      ),
      detail: actions.map(({ entry }) => entry.className).join(', ') || 'no action node',
    };
  },
};
