// An empty node, as the yardstick: n8n loads at least this much for any node.
const { NodeConnectionTypes } = require('n8n-workflow');

exports.IdleNode = class {
  description = {
    displayName: 'Idle',
    name: 'idle',
    group: ['transform'],
    version: 1,
    description: 'Does nothing',
    defaults: { name: 'Idle' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    properties: [],
  };

  async execute() {
    return [this.getInputData()];
  }
};
