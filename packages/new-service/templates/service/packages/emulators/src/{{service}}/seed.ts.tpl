/**
 * Initial state of every emulator. All of it is made up; the secrets are fixed test values that open nothing but an
 * emulator.
 */
export const seed = {
  {{#each secretFields}}
  {{name}}: '{{seed}}',
  {{/each}}
  {{noun.keys}}: [{ id: '{{uuid "first"}}', name: 'An older {{noun.word}}', createdAt: '2026-01-05T08:00:00.000Z' }],
} as const;
