import type { Operation } from '@signalbox/http-core/operation';

import { createConnector } from './data-connector/create';
import { deleteConnector } from './data-connector/delete';
import { disableConnector } from './data-connector/disable';
import { enableConnector } from './data-connector/enable';
import { getConnector } from './data-connector/get';
import { getConnectors } from './data-connector/get-many';
import { getMetrics } from './data-connector/get-metrics';
import { syncConnector } from './data-connector/sync';
import { updateConnector } from './data-connector/update';
import { claim } from './device/claim';
import { getDevice } from './device/get';
import { getClaimInfo } from './device/get-claim-info';
import { getDevices } from './device/get-many';
import { transfer } from './device/transfer';
import { updateLabels } from './device/update-labels';
import { createEmulatedDevice } from './emulated-device/create';
import { deleteEmulatedDevice } from './emulated-device/delete';
import { getEmulatedDevice } from './emulated-device/get';
import { getEmulatedDevices } from './emulated-device/get-many';
import { publishEvent } from './emulated-device/publish-event';
import { getEvents } from './event/get-many';
import { createMember } from './member/create';
import { deleteMember } from './member/delete';
import { getMember } from './member/get';
import { getInviteUrl } from './member/get-invite-url';
import { getMembers } from './member/get-many';
import { updateMember } from './member/update';
import { getOrganization } from './organization/get';
import { getOrganizations } from './organization/get-many';
import { getOrganizationPermissions } from './organization/get-permissions';
import { createProject } from './project/create';
import { deleteProject } from './project/delete';
import { getProject } from './project/get';
import { getProjects } from './project/get-many';
import { getProjectPermissions } from './project/get-permissions';
import { updateProject } from './project/update';
import { getRole } from './role/get';
import { getRoles } from './role/get-many';
import { createServiceAccount } from './service-account/create';
import { deleteServiceAccount } from './service-account/delete';
import { getServiceAccount } from './service-account/get';
import { getServiceAccounts } from './service-account/get-many';
import { updateServiceAccount } from './service-account/update';
import { createKey } from './service-account-key/create';
import { deleteKey } from './service-account-key/delete';
import { getKey } from './service-account-key/get';
import { getKeys } from './service-account-key/get-many';

/** All operations of the node, in the order of the README. */
export const operations: readonly Operation[] = [
  createConnector,
  getConnector,
  getConnectors,
  updateConnector,
  enableConnector,
  disableConnector,
  deleteConnector,
  getMetrics,
  syncConnector,
  getDevice,
  getDevices,
  updateLabels,
  transfer,
  getClaimInfo,
  claim,
  createEmulatedDevice,
  publishEvent,
  getEmulatedDevice,
  getEmulatedDevices,
  deleteEmulatedDevice,
  getEvents,
  createProject,
  getProject,
  getProjects,
  updateProject,
  deleteProject,
  getProjectPermissions,
  createServiceAccount,
  getServiceAccount,
  getServiceAccounts,
  updateServiceAccount,
  deleteServiceAccount,
  createKey,
  getKey,
  getKeys,
  deleteKey,
  createMember,
  getMember,
  getMembers,
  updateMember,
  deleteMember,
  getInviteUrl,
  getRole,
  getRoles,
  getOrganization,
  getOrganizations,
  getOrganizationPermissions,
];
