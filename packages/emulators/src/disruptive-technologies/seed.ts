/**
 * The organization that every emulator starts with. All of it is made up; the secrets are fixed test values that open
 * nothing but an emulator.
 */
export const seed = {
  organization: { id: 'c0b0e2a1k4qg00f5m3r0', displayName: 'Signalbox Test' },
  projects: {
    /** Has the devices and the service accounts. */
    building: { id: 'c0b0e2i1k4qg00f5m3rg', displayName: 'North Wing' },
    /** Has one device and no connector. */
    annex: { id: 'c0b0e2q1k4qg00f5m3s0', displayName: 'Annex' },
  },
  devices: {
    fridge: { id: 'c0b1f4a1k4qg00f5m400', type: 'temperature', productNumber: '102058', name: 'Fridge 1' },
    pantry: { id: 'c0b1f4a1k4qg00f5m40g', type: 'humidity', productNumber: '102081', name: 'Pantry' },
    backDoor: { id: 'c0b1f4a1k4qg00f5m410', type: 'proximity', productNumber: '102056', name: 'Back door' },
    basement: {
      id: 'c0b1f4a1k4qg00f5m41g',
      type: 'waterDetector',
      productNumber: '102066',
      name: 'Basement',
    },
    meetingRoom: { id: 'c0b1f4a1k4qg00f5m420', type: 'co2', productNumber: '102119', name: 'Meeting room' },
    desk: { id: 'c0b1f4a1k4qg00f5m42g', type: 'deskOccupancy', productNumber: '102160', name: 'Desk 7' },
    gateway: { id: 'c0b1f4a1k4qg00f5m430', type: 'ccon', productNumber: '102060', name: 'Gateway' },
    /** Emulated; has never reported anything. */
    virtual: {
      id: 'emuc0b1f4a1k4qg00f5m43g',
      type: 'temperature',
      productNumber: '',
      name: 'Virtual sensor',
    },
    /** In the annex. */
    window: { id: 'c0b1f4a1k4qg00f5m440', type: 'contact', productNumber: '102150', name: 'Window' },
  },
  /** Delivered, but not in a project yet. */
  unclaimed: {
    freezer: { id: 'c0b3h8a1k4qg00f5m600', type: 'temperature', productNumber: '102058' },
    kit: {
      id: 'kf7a2c9',
      displayName: 'Starter Kit EU, 2 sensors',
      devices: [
        { id: 'c0b3h8a1k4qg00f5m610', type: 'touch', productNumber: '102055' },
        { id: 'c0b3h8a1k4qg00f5m620', type: 'proximity', productNumber: '102056' },
        { id: 'c0b3h8a1k4qg00f5m630', type: 'ccon', productNumber: '102060' },
      ],
    },
  },
  serviceAccounts: {
    /** Administrator of the organization; basic auth is on. */
    full: {
      id: 'c0b2g6a1k4qg00f5m500',
      email: 'c0b2g6a1k4qg00f5m500@c0b0e2i1k4qg00f5m3rg.serviceaccount.d21s.com',
      displayName: 'n8n',
      keyId: 'c0b2g6a1k4qg00f5m50g',
      secret: '5f1c7ad09e8b4c3f92d60a7be4183c25',
    },
    /** Project user of the building, so it may only read; basic auth is on. */
    readOnly: {
      id: 'c0b2g6a1k4qg00f5m510',
      email: 'c0b2g6a1k4qg00f5m510@c0b0e2i1k4qg00f5m3rg.serviceaccount.d21s.com',
      displayName: 'Dashboard',
      keyId: 'c0b2g6a1k4qg00f5m51g',
      secret: '0c94be7712fd4a58a3e6d1905b7f82e4',
    },
    /** Project developer of the building; basic auth is off, so only OAuth2 works. */
    noBasicAuth: {
      id: 'c0b2g6a1k4qg00f5m520',
      email: 'c0b2g6a1k4qg00f5m520@c0b0e2i1k4qg00f5m3rg.serviceaccount.d21s.com',
      displayName: 'Production',
      keyId: 'c0b2g6a1k4qg00f5m52g',
      secret: 'b86e20d5f3914c7da1407e9c52fb6d38',
    },
  },
  /** A person who belongs to the organization. */
  person: { id: '9201', email: 'anna.berg@example.com', displayName: 'Anna Berg' },
} as const;
