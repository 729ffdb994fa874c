import { NodeConnectionTypes, type INodeType } from 'n8n-workflow';

/** Type name of the node that stands before the node under test and hands it its items. */
export const inputNodeType = 'signalbox-harness.input';

/** Passes on what it is given, so that the node under test gets its items from n8n's engine, with their lineage. */
export const inputNode: INodeType = {
  description: {
    name: 'input',
    displayName: 'Input',
    description: 'Hands items to the node under test',
    group: ['trigger'],
    version: 1,
    defaults: { name: 'Input' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    properties: [],
  },
  async execute() {
    return [this.getInputData()];
  },
};
