import { nodeProperties, operationSubtitle, runOperations } from '@signalbox/http-core/operation';
import type { Resource } from '@signalbox/http-core/operation';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { disruptiveTechnologies } from '../api/disruptive-technologies';
import {
  getDevices,
  getProjects,
  getRoles,
  searchDataConnectors,
  searchDevices,
  searchEmulatedDevices,
  searchKeys,
  searchMembers,
  searchOrganizations,
  searchProjects,
  searchRoles,
  searchServiceAccounts,
} from '../api/lists';
import { operations } from './operations';

const resources: Resource[] = [
  { name: 'Data Connector', value: 'dataConnector' },
  { name: 'Device', value: 'device', isDefault: true },
  { name: 'Emulated Device', value: 'emulatedDevice' },
  { name: 'Event', value: 'event' },
  { name: 'Member', value: 'member' },
  { name: 'Organization', value: 'organization' },
  { name: 'Project', value: 'project' },
  { name: 'Role', value: 'role' },
  { name: 'Service Account', value: 'serviceAccount' },
  { name: 'Service Account Key', value: 'serviceAccountKey' },
];

export class DisruptiveTechnologies implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Disruptive Technologies',
    name: 'disruptiveTechnologies',
    icon: {
      light: 'file:../../icons/disruptive-technologies.light.svg',
      dark: 'file:../../icons/disruptive-technologies.dark.svg',
    },
    group: ['input'],
    version: 1,
    subtitle: operationSubtitle(resources, operations),
    description:
      'Manage Data Connectors, sensors and projects of Disruptive Technologies, and emulate sensors',
    defaults: { name: 'Disruptive Technologies' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'disruptiveTechnologiesApi', required: true }],
    properties: nodeProperties(resources, operations),
  };

  methods = {
    listSearch: {
      searchDataConnectors,
      searchDevices,
      searchEmulatedDevices,
      searchKeys,
      searchMembers,
      searchOrganizations,
      searchProjects,
      searchRoles,
      searchServiceAccounts,
    },
    loadOptions: { getDevices, getProjects, getRoles },
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runOperations(this, disruptiveTechnologies, operations);
  }
}
