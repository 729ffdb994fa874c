{
  "name": "New {{noun.many}}",
  "nodes": [
    {
      "id": "{{uuid 'trigger'}}",
      "name": "When there is a new {{noun.word}}",
      "type": "n8n-nodes-{{service}}.{{key}}Trigger",
      "typeVersion": 1,
      "position": [0, 0],
      {{#if isWebhook}}
      "webhookId": "{{uuid 'webhook'}}",
      "parameters": { "events": ["{{noun.key}}.created"] },
      {{else}}
      "parameters": { "pollTimes": { "item": [{ "mode": "everyMinute" }] } },
      {{/if}}
      "credentials": { "{{key}}Api": { "id": "", "name": "{{name}}" } }
    },
    {
      "id": "{{uuid 'get new'}}",
      "name": "Get it",
      "type": "n8n-nodes-{{service}}.{{key}}",
      "typeVersion": 1,
      "position": [220, 0],
      "parameters": { "resource": "{{noun.key}}", "operation": "get", "{{noun.key}}Id": "=\{{ $json.{{#if isWebhook}}data.{{/if}}id }}" },
      "credentials": { "{{key}}Api": { "id": "", "name": "{{name}}" } }
    }
  ],
  "connections": {
    "When there is a new {{noun.word}}": { "main": [[{ "node": "Get it", "type": "main", "index": 0 }]] }
  },
  "settings": { "executionOrder": "v1" }
}
