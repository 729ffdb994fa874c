/**
 * The subscription that every emulator starts with. All of it is made up; the secrets are fixed test values that
 * open nothing but an emulator.
 */
export const seed = {
  subscriptionId: '5f0c6a3e-1d2b-4c7a-9e58-0b1f2a3c4d5e',
  subscriptionName: 'Signalbox Test',
  /** Full access. */
  apiKey: 'e1f7a2c94b8d4d0f9a63c5b27e81d0a4f6c3b9125d7e4a8c0b6f1e2d3a495c78',
  /** May read only. */
  readOnlyApiKey: '0a94d3e7c6b14f52a8e0d7b3956c21f4e8a7b0c3d5f6412897e3c1b0a2d4f685',
  /** Was a key with full access. */
  expiredApiKey: '77b2c1d0e9f84a3b86c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3',
  teams: {
    operations: {
      id: '0e8979f7-0c6a-472d-8918-ecfd339252f8',
      name: 'Plant Operations',
      /** Secret of the inbound webhook that leads straight to the team. */
      secret: 'g7tk2m9xw4',
    },
    facilities: {
      id: '3c1b7d52-64f0-4a8e-b9d7-8f2e5a6c1b90',
      name: 'Facilities',
      secret: 'p3vd8q5hz1',
    },
  },
  /** Secret of an integration: its events are distributed to the operations team. */
  integrationSecret: 'n8nintegration42',
  /** Rule that leads the events of the integration to the operations team. */
  distributionId: '8c14f6b0-3e72-4d95-b8a1-5f02c7d9e613',
  /** Password of every user. */
  userPassword: 'made-up-password',
  /** Sent to every phone, to prove its number. */
  phoneValidationCode: '4711',
  /** Made up: only that of the account administrator is known (signl4.md §2.4). */
  roles: {
    accountAdmin: '00000000-0000-0000-0000-000000000000',
    teamAdmin: '33333333-3333-4333-8333-333333333333',
    user: '44444444-4444-4444-8444-444444444444',
  },
  remoteActions: {
    definitions: {
      restart: 'a1b05c7e-92d4-4f38-8e6b-0c1d2e3f4a51',
      failing: 'b2c16d8f-a3e5-4049-9f7c-1d2e3f405b62',
    },
    /** Runs and succeeds. */
    restart: 'c3d27e90-b4f6-415a-808d-2e3f40516c73',
    /** Runs and fails. */
    failing: 'd4e38fa1-c507-426b-919e-3f4051627d84',
    /** Cannot be run. */
    disabled: 'e5f490b2-d618-437c-a2af-405162738e95',
  },
  users: {
    /** On duty in the operations team. */
    anna: { id: 'f0bd5063-9588-41cf-b3d9-94e5647dedc5', name: 'Anna Berg', mail: 'anna.berg@example.com' },
    /** Manager on duty in the operations team. */
    ben: { id: 'a4c7e913-2f5d-4b60-8d1a-7e3f9c0b5a26', name: 'Ben Okoye', mail: 'ben.okoye@example.com' },
    /** In both teams; on duty in the facilities team only. */
    clara: {
      id: 'e31da15f-7e13-43f1-b4a5-1ce3b470a504',
      name: 'Clara Nowak',
      mail: 'clara.nowak@example.com',
    },
    /** In the facilities team; off duty. */
    deniz: {
      id: '9b6f2d84-c05e-4d37-a1f8-5e7c3b9d0a12',
      name: 'Deniz Aydin',
      mail: 'deniz.aydin@example.com',
    },
  },
  categories: {
    operations: {
      default: { id: '1a6e0d7c-53b2-4f89-9c40-d2e7f8a1b3c5', name: 'Default' },
      /** Keywords: cooling, temperature, freezer. */
      cooling: { id: '2b7f1e8d-64c3-4a9a-8d51-e3f809b2c4d6', name: 'Cooling' },
      emergency: { id: '3c802f9e-75d4-4bab-9e62-f4091ac3d5e7', name: 'Emergency' },
    },
    facilities: {
      default: { id: '4d9130af-86e5-4cbc-af73-051a2bd4e6f8', name: 'Default' },
      /** Keywords: water, leak. */
      water: { id: '5ea241b0-97f6-4dcd-b084-162b3ce5f709', name: 'Water' },
      emergency: { id: '6fb352c1-a807-4ede-8195-273c4df6081a', name: 'Emergency' },
    },
  },
} as const;
