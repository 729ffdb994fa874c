{
  "name": "Create {{noun.one}} and get it",
  "nodes": [
    {
      "id": "{{uuid 'start'}}",
      "name": "When clicking \"Execute workflow\"",
      "type": "n8n-nodes-base.manualTrigger",
      "typeVersion": 1,
      "position": [0, 0],
      "parameters": {}
    },
    {
      "id": "{{uuid 'create'}}",
      "name": "Create {{noun.one}}",
      "type": "n8n-nodes-{{service}}.{{key}}",
      "typeVersion": 1,
      "position": [220, 0],
      "parameters": { "resource": "{{noun.key}}", "operation": "create", "name": "The first {{noun.word}}" },
      "credentials": { "{{key}}Api": { "id": "", "name": "{{name}}" } }
    },
    {
      "id": "{{uuid 'get'}}",
      "name": "Get it",
      "type": "n8n-nodes-{{service}}.{{key}}",
      "typeVersion": 1,
      "position": [440, 0],
      "parameters": { "resource": "{{noun.key}}", "operation": "get", "{{noun.key}}Id": "=\{{ $json.id }}" },
      "credentials": { "{{key}}Api": { "id": "", "name": "{{name}}" } }
    }
  ],
  "connections": {
    "When clicking \"Execute workflow\"": { "main": [[{ "node": "Create {{noun.one}}", "type": "main", "index": 0 }]] },
    "Create {{noun.one}}": { "main": [[{ "node": "Get it", "type": "main", "index": 0 }]] }
  },
  "settings": { "executionOrder": "v1" }
}
