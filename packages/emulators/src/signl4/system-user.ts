/** The actor that the audit trail names for what no person did. signl4.md §1.6. */
export const systemUser = {
  id: '00000000-0000-0000-0000-000000000000',
  name: 'System',
  mail: 'system@signl4.com',
} as const;
