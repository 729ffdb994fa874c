# Changelog of n8n-nodes-{{service}}

## 0.1.0

First version.

- {{name}}: create {{noun.one}}, and get one by its ID.
{{#if hasTrigger}}
- {{name}} Trigger: starts a workflow {{triggerSentence}}.
{{/if}}
