import type { INodePropertyOptions } from 'n8n-workflow';

/** Events by their type, in alphabetical order ({{service}}.md §3). */
export const eventOptions: INodePropertyOptions[] = [
  { name: '{{noun.label}} Created', value: '{{noun.key}}.created', description: '{{noun.One}} was created' },
];
