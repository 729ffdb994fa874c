import { requireFromN8n } from '@signalbox/n8n-versions';
import { runNode, type LoadedPackage } from '@signalbox/node-harness';
import { deepCopy, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { byId, itemsOf, raise, refusalOf, seed, TOOL, useLab } from './lab';

const lab = useLab();

/** n8n's own maker of tools, which its loader applies to every node that is usable as one. */
const { convertNodeToAiTool } = requireFromN8n('./dist/tool-generation/ai-tools.js') as {
  convertNodeToAiTool(item: { description: INodeTypeDescription }): { description: INodeTypeDescription };
};

/** The package with the tool beside its nodes. */
function withTool(): LoadedPackage[] {
  const [loaded] = lab.packages as [LoadedPackage];
  const { type } = loaded.loader.getNode('signl4Alerting') as { type: INodeType };
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
    parameters: { resource: 'alert', operation, ...parameters },
    credentials: lab.credentials(),
    items: [{ json: args as never }],
  });
}

test('n8n makes a tool of the node', () => {
  const [loaded] = withTool();
  const { description } = loaded!.loader.getNode('signl4AlertingTool').type as INodeType;
  expect(description).toMatchObject({
    name: 'signl4AlertingTool',
    displayName: 'SIGNL4 Alerting Tool',
    inputs: [],
    outputs: ['ai_tool'],
    credentials: [{ name: 'signl4AlertingApi', required: true }],
  });
  expect(description.properties.map(({ name }) => name)).toContain('toolDescription');
});

test('an agent sends an alert with it', async () => {
  const parameters = {
    title: "={{ $fromAI('Title', '', 'string') }}",
    options: { externalId: "={{ $fromAI('Id', '', 'number') }}" },
  };
  const [item] = itemsOf(await useTool('send', parameters, { Title: 'Too warm', Id: 4711 }));
  expect(item).toEqual({ eventId: expect.any(String) });
  expect(JSON.parse(lab.requests()[0]!.body)).toMatchObject({ Title: 'Too warm', 'X-S4-ExternalID': '4711' });
});

test('an agent acknowledges an alert with it, by IDs alone', async () => {
  const alert = await raise(lab.emulator);
  const parameters = {
    alertId: byId("={{ $fromAI('Alert_ID', '', 'string') }}"),
    userId: byId("={{ $fromAI('User_ID', '', 'string') }}"),
  };
  const args = { Alert_ID: alert.id, User_ID: seed.users.anna.id };
  expect(itemsOf(await useTool('acknowledge', parameters, args))).toMatchObject([
    { statusName: 'acknowledged' },
  ]);
  expect(alert.acknowledgements).toEqual([seed.users.anna.id]);
});

test('what a model makes up is refused with words that it can work with, and nothing is sent', async () => {
  const parameters = {
    alertId: byId("={{ $fromAI('Alert_ID', '', 'string') }}"),
    userId: byId(seed.users.anna.id),
  };
  const run = await useTool('close', parameters, { Alert_ID: 'the first one' });
  expect(refusalOf(run).message).toBe(
    '"Alert" is not an alert ID: it has 19 digits, an underscore and a GUID (it is "the first one")',
  );
  expect(lab.requests()).toEqual([]);
});

test('an agent cannot wait with it, and is told what can', async () => {
  const run = await useTool('sendAndWait', { title: 'Restart web-3?' }, {});
  expect(refusalOf(run)).toMatchObject({
    message: 'An AI agent cannot use Send and Wait as a tool',
    description: expect.stringContaining('human review'),
  });
  expect(lab.requests()).toEqual([]);
});
