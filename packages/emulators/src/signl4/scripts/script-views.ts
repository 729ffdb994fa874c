import { seed } from '../seed';
import type { InventoryScript, ScriptInstance } from './script-instance';

/** ScriptInstanceInfoRuntimeStatus */
const RuntimeStatus = { Unknown: 0, Ok: 2, Stopped: 4 } as const;

/** InventoryScriptInfo */
export function inventoryScript({
  scriptId,
  scriptName,
  description,
}: InventoryScript): Record<string, unknown> {
  const data = { name: scriptName, description, shortDescription: description, scriptType: 'connector' };
  return {
    scriptId,
    scriptName,
    data,
    config: {},
    eventPattern: null,
    localizationDetails: [{ language: 'en', data, config: {} }],
    visibility: 'public',
  };
}

/** ScriptInstanceInfo */
export function scriptInstanceInfo(instance: ScriptInstance): Record<string, unknown> {
  const { config: _config, ...rest } = instance;
  return {
    ...rest,
    eventPattern: null,
    eventSourceId: null,
    subscriptionId: seed.subscriptionId,
    runtimeInformation: {
      runtimeStatus: instance.enabled ? RuntimeStatus.Ok : RuntimeStatus.Stopped,
      runtimeStatusMessage: null,
    },
  };
}

/** ScriptInstanceDetails */
export function scriptInstanceDetails(instance: ScriptInstance): Record<string, unknown> {
  return { ...scriptInstanceInfo(instance), config: instance.config, webhookUrl: null };
}

/** ScriptInstanceDetails of an app that is not installed: the schema has that type for an app of the inventory. */
export function parsedScript({
  scriptId,
  scriptName,
  description,
}: InventoryScript): Record<string, unknown> {
  return {
    scriptId,
    scriptName,
    customScriptName: null,
    customScriptDescription: description,
    instanceId: null,
    teamId: null,
    subscriptionId: null,
    enabled: false,
    config: {},
    eventPattern: null,
    eventSourceId: null,
    lastModified: null,
    runtimeInformation: { runtimeStatus: RuntimeStatus.Unknown, runtimeStatusMessage: null },
    webhookUrl: null,
  };
}
