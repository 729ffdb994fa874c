import { requireFromN8n } from '@signalbox/n8n-versions';
import { runNode, type LoadedPackage } from '@signalbox/node-harness';
import { deepCopy, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { ACTION, building, byId, itemsOf, refusalOf, seed, useLab } from './lab';

const lab = useLab();

/** n8n's own maker of tools, which its loader applies to every node that is usable as one. */
const { convertNodeToAiTool } = requireFromN8n('./dist/tool-generation/ai-tools.js') as {
  convertNodeToAiTool(item: { description: INodeTypeDescription }): { description: INodeTypeDescription };
};

/** The package with the tool beside its nodes. */
function withTool(): LoadedPackage[] {
  const [loaded] = lab.packages as [LoadedPackage];
  const { type } = loaded.loader.getNode('disruptiveTechnologies') as { type: INodeType };
  const { description } = convertNodeToAiTool({ description: deepCopy(type.description) });
  const tool: INodeType = Object.create(type, { description: { value: description } });
  const getNode = (name: string) =>
    name === description.name ? { type: tool, sourcePath: '' } : loaded.loader.getNode(name);
  return [{ ...loaded, loader: Object.create(loaded.loader, { getNode: { value: getNode } }) }];
}

/** Runs the tool as n8n's agent does: the arguments of the model are the item, `$fromAI` reads them. */
async function useTool(parameters: object, args: Record<string, unknown>) {
  return await runNode({
    packages: withTool(),
    nodeType: `${ACTION}Tool`,
    parameters: parameters as never,
    credentials: lab.credentials(),
    items: [{ json: args as never }],
  });
}

const publish = {
  resource: 'emulatedDevice',
  operation: 'publishEvent',
  projectId: building,
  deviceId: byId("={{ $fromAI('Device', '', 'string') }}"),
  eventType: 'temperature',
  value: "={{ $fromAI('Value', '', 'number') }}",
};

test('an agent lets an emulated sensor report', async () => {
  const args = { Device: seed.devices.virtual.id, Value: 31.5 };
  expect(itemsOf(await useTool(publish, args))).toMatchObject([{ data: { value: 31.5 } }]);
});

test('an agent sets labels, with the devices in one text', async () => {
  const parameters = {
    resource: 'device',
    operation: 'updateLabels',
    projectId: building,
    devices: "={{ $fromAI('Devices', '', 'string') }}",
    removeLabels: ['floor'],
  };
  const ids = [seed.devices.fridge.id, seed.devices.pantry.id];
  expect(itemsOf(await useTool(parameters, { Devices: ids.join(', ') }))).toMatchObject([
    { updatedDevices: ids },
  ]);
});

test('what a model makes up is refused with words that it can work with, and nothing is sent', async () => {
  const { message } = refusalOf(await useTool(publish, { Device: 'the fridge', Value: 1 }));
  expect(message).toBe(
    '"Emulated Device" is not an ID: it must look like c0b1f4a1k4qg00f5m400 (it is "the fridge")',
  );
  expect(lab.requests()).toEqual([]);
});
