{
  "node": "n8n-nodes-{{service}}.{{key}}Trigger",
  "nodeVersion": "1.0",
  "codexVersion": "1.0",
  "categories": ["Development"],
  "resources": {
    "credentialDocumentation": [{ "url": "https://github.com/signalbox-nodes/signalbox/tree/main/nodes/{{service}}#credentials" }],
    "primaryDocumentation": [{ "url": "https://github.com/signalbox-nodes/signalbox/tree/main/nodes/{{service}}#trigger" }]
  },
  "alias": ["{{name}}", "{{noun.word}}", "event"]
}
