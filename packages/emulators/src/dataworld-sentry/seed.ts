/**
 * The organization that every emulator starts with. All of it is made up; the tokens are fixed test values that open
 * nothing but an emulator.
 */
export const seed = {
  organization: { id: 'signalbox-test', displayName: 'Signalbox Test' },
  accounts: {
    /** A service account that is administrator of the organization: may do everything. */
    administrator: {
      id: 'svc-sentries',
      displayName: 'Sentry service account',
      token: 'dw-test-admin-7c1f0e94b2a84d6c',
    },
    /** A member without that role: 403. */
    member: { id: 'ben.ahrens', displayName: 'Ben Ahrens', token: 'dw-test-member-30d9a6e1f57b4c82' },
  },
  sentries: {
    /** Happy; switches to sick after 24 hours without a report. */
    orders: { uid: 'Xq4mT9sVbR2kLw7Z', name: 'Orders' },
    /** Happy. */
    customers: { uid: 'pN8cJ3yHfD6gQa1U', name: 'Customers' },
    /** Sad, with a message. */
    finance: { uid: 'eK5rW0zBtM9vCx2S', name: 'Finance' },
    /** Disabled. */
    inventory: { uid: 'hG7dA1uPnF4jYo8E', name: 'Inventory' },
    /** Has never reported; in no hoot. */
    unused: { uid: 'vT3lS6iRqX0bKe5M', name: 'Unused' },
  },
  hoots: {
    /** Fed by Orders and Customers. */
    salesDashboard: { uid: 'wB2fN7kZ', name: 'Sales dashboard' },
    /** Fed by Finance and Orders. */
    financeReport: { uid: 'cY9pQ4hV', name: 'Finance report' },
    /** Fed by Inventory alone, which is disabled. */
    warehouse: { uid: 'aM6tJ1xG', name: 'Warehouse' },
  },
  resources: {
    /** A public dataset. */
    sales: { id: 'sales-orders', name: 'Sales orders' },
    /** A dataset that is not public: no event when it is created. */
    ledger: { id: 'ledger', name: 'Ledger' },
    /** A project. */
    review: { id: 'quarterly-review', name: 'Quarterly review' },
  },
} as const;
