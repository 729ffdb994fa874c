/**
 * Initial state of every emulator. All of it is made up; the secrets are fixed test values that open nothing but an
 * emulator.
 */
export const seed = {
  companies: {
    main: { id: '1', name: 'Signalbox Test', services: ['default_name'] },
    other: { id: '99', name: 'Somebody Else', services: ['default_name', 'archive'] },
  },
  clients: {
    /** Has access to company 1 alone. */
    main: {
      id: 'kq3Zx0Xw7h2mVYb5nE8sTdR1uCfG6pLa9jWoQi4tMvU',
      secret: 'Sx9uN2cK7rPfA4wEbZ6gT1yHmV8jD0qLoX5iW3sRtBk',
      companies: ['1'],
    },
    /** Has access to company 99 alone. */
    other: {
      id: 'b7WfJ1pYq5uNz8XkC2tRvM6eHsD3gLaQ9oKiT0xZwUE',
      secret: 'Gd4yR8hVm1LqZ6bXc9KtW3fPzJ7nUaT2sEoY5iQwHkN',
      companies: ['99'],
    },
  },
} as const;
