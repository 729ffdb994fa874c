import { requireFromN8n } from '@signalbox/n8n-versions';
import { runNode, type LoadedPackage } from '@signalbox/node-harness';
import { deepCopy, type INodeParameters, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { byId, itemsOf, refusalOf, useLab } from './lab';

const lab = useLab();

/** n8n's own maker of tools, which its loader applies to every node that is usable as one. */
const { convertNodeToAiTool } = requireFromN8n('./dist/tool-generation/ai-tools.js') as {
  convertNodeToAiTool(item: { description: INodeTypeDescription }): { description: INodeTypeDescription };
};

/** The package with the tool beside its nodes. */
function withTool(): LoadedPackage[] {
  const [loaded] = lab.packages as [LoadedPackage];
  const { type } = loaded.loader.getNode('trustLighthouse') as { type: INodeType };
  const { description } = convertNodeToAiTool({ description: deepCopy(type.description) });
  const tool: INodeType = Object.create(type, { description: { value: description } });
  const getNode = (name: string) =>
    name === description.name ? { type: tool, sourcePath: '' } : loaded.loader.getNode(name);
  return [{ ...loaded, loader: Object.create(loaded.loader, { getNode: { value: getNode } }) }];
}

/** Runs the tool as n8n's agent does: the arguments of the model are the item, `$fromAI` reads them. */
async function useTool(operation: string, parameters: INodeParameters, args: Record<string, unknown>) {
  return await runNode({
    packages: withTool(),
    nodeType: 'n8n-nodes-trust-lighthouse.trustLighthouseTool',
    parameters: { resource: 'file', operation, ...parameters },
    credentials: lab.credentials(),
    items: [{ json: args as never }],
  });
}

const fileUuid = byId("={{ $fromAI('File', '', 'string') }}");
const tags = { specifyTags: 'json', tagsJson: "={{ $fromAI('Tags', '', 'json') }}" };

test('an agent tags a file and finds it again', async () => {
  const { uuid } = lab.emulator.control.upload();
  itemsOf(await useTool('setTags', { fileUuid, ...tags }, { File: uuid, Tags: { year: 2026 } }));
  expect(itemsOf(await useTool('search', tags, { Tags: '{"year":"2026"}' }))).toMatchObject([{ uuid }]);
});

test('what a model makes up is refused with words that it can work with, and nothing is sent', async () => {
  const run = await useTool('setTags', { fileUuid, ...tags }, { File: 'f', Tags: { year: { from: 2026 } } });
  expect(refusalOf(run)).toEqual({
    message: 'The tag "year" is an object, but Trust only accepts text',
    description: 'Use a string, a number or a boolean, or remove the tag.',
  });
  expect(lab.requests()).toEqual([]);
});
