import { NodeConnectionTypes, type INodeType } from 'n8n-workflow';

/** Type of the node that passes the input items to the node under test. */
export const inputNodeType = 'signalbox-harness.input';

/** Returns its input, so that the node under test gets paired items from n8n's engine. */
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
