/** A connector app that can be installed. InventoryScriptInfo */
export interface InventoryScript {
  scriptId: string;
  scriptName: string;
  description: string;
}

/** An installed connector app. */
export interface ScriptInstance {
  instanceId: string;
  scriptId: string;
  scriptName: string;
  customScriptName: string | null;
  customScriptDescription: string | null;
  teamId: string | null;
  enabled: boolean;
  config: unknown;
  lastModified: string;
}

/** Apps of the inventory. They are made up: the real ones are not documented. */
export const INVENTORY: readonly InventoryScript[] = [
  {
    scriptId: 'heartbeat-check',
    scriptName: 'Heartbeat check',
    description: 'Alerts when a ping is missing.',
  },
  {
    scriptId: 'ticket-bridge',
    scriptName: 'Ticket bridge',
    description: 'Keeps tickets and alerts in step.',
  },
];
