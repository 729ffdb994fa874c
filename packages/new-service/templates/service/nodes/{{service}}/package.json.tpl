{
  "name": "n8n-nodes-{{service}}",
  "version": "0.1.0",
  "description": "n8n nodes for {{name}}: create and read {{noun.many}}{{#if hasTrigger}}, and start a workflow on new ones{{/if}}",
  "keywords": ["n8n-community-node-package", "n8n", "{{service}}"],
  "license": "MIT",
  "homepage": "https://github.com/signalbox-nodes/signalbox/tree/main/nodes/{{service}}#readme",
  "author": { "name": "The Signalbox authors", "email": "maintainers@signalbox.example" },
  "repository": { "type": "git", "url": "https://github.com/signalbox-nodes/signalbox.git" },
  "files": ["dist", "CHANGELOG.md"],
  "scripts": {
    "build": "package-tools bundle",
    "dev": "package-tools bundle --watch",
    "pack": "package-tools pack",
    "gate": "package-gate --report gate-report.json",
    "lint": "n8n-node lint",
    "typecheck": "tsc",
    "generated": "package-tools generate --check"
  },
  "devDependencies": {
    "@n8n/node-cli": "catalog:",
    "@signalbox/credentials": "workspace:*",
    "@signalbox/http-core": "workspace:*",
    "@signalbox/package-gate": "workspace:*",
    "@signalbox/package-tools": "workspace:*",
    "eslint": "catalog:",
    "n8n-workflow": "catalog:",
    "zod": "catalog:"
  },
  "peerDependencies": { "n8n-workflow": "*" },
  "peerDependenciesMeta": { "n8n-workflow": { "optional": true } },
  "n8n": {
    "n8nNodesApiVersion": 1,
    "strict": true,
    "credentials": ["dist/credentials/{{type}}Api.credentials.js"],
    "nodes": [
      "dist/nodes/{{type}}/{{type}}.node.js"{{#if hasTrigger}},
      "dist/nodes/{{type}}Trigger/{{type}}Trigger.node.js"{{/if}}
    ]
  }
}
