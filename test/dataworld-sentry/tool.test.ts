import { requireFromN8n } from '@signalbox/n8n-versions';
import { runNode, type LoadedPackage } from '@signalbox/node-harness';
import { deepCopy, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { byId, itemsOf, paramsOf, refusalOf, seed, TOOL, useLab } from './lab';

const lab = useLab();
const { finance } = seed.sentries;

/** n8n's own maker of tools, which its loader applies to every node that is usable as one. */
const { convertNodeToAiTool } = requireFromN8n('./dist/tool-generation/ai-tools.js') as {
  convertNodeToAiTool(item: { description: INodeTypeDescription }): { description: INodeTypeDescription };
};

/** The package with the tool beside its nodes. */
function withTool(): LoadedPackage[] {
  const [loaded] = lab.packages as [LoadedPackage];
  const { type } = loaded.loader.getNode('dataWorldSentry') as { type: INodeType };
  const { description } = convertNodeToAiTool({ description: deepCopy(type.description) });
  const tool: INodeType = Object.create(type, { description: { value: description } });
  const getNode = (name: string) =>
    name === description.name ? { type: tool, sourcePath: '' } : loaded.loader.getNode(name);
  return [{ ...loaded, loader: Object.create(loaded.loader, { getNode: { value: getNode } }) }];
}

/** Runs the tool as n8n's agent does: the arguments of the model are the item, `$fromAI` reads them. */
async function useTool(operation: string, parameters: object, args: Record<string, unknown>) {
  return await runNode({
    packages: withTool(),
    nodeType: TOOL,
    parameters: { resource: 'sentry', operation, ...parameters },
    credentials: lab.credentials(),
    items: [{ json: args as never }],
  });
}

const parameters = {
  sentry: byId("={{ $fromAI('Sentry', '', 'string') }}"),
  state: "={{ $fromAI('State', '', 'string') }}",
  userMessage: "={{ $fromAI('Message', '', 'string') }}",
};

test('an agent looks at a Sentry and updates it', async () => {
  const [sentry] = itemsOf(await useTool('get', { sentry: parameters.sentry }, { Sentry: finance.uid }));
  expect(sentry).toMatchObject({ name: 'Finance', state: 'sad' });
  const args = { Sentry: finance.uid, State: 'Happy', Message: 2026 };
  expect(itemsOf(await useTool('update', parameters, args))).toMatchObject([{ state: 'happy' }]);
  expect(paramsOf(lab.requests()[1])).toEqual({ state: 'happy', user_message: '2026' });
});

test('what a model makes up is refused with words that it can work with, and nothing is sent', async () => {
  const args = { Sentry: finance.uid, State: 'neutral', Message: 'x' };
  expect(refusalOf(await useTool('update', parameters, args)).message).toBe(
    '"State" is shown by Hoots, but a Sentry cannot be set to it: use happy, sad or sick (it is "neutral")',
  );
  const unknown = { ...args, Sentry: 'https://data.world/signalbox-test/finance' };
  expect(refusalOf(await useTool('update', parameters, unknown)).message).toContain(
    'not the API URL of a Sentry',
  );
  expect(lab.requests()).toEqual([]);
});
