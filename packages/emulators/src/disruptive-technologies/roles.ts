const READ = [
  'project.read',
  'membership.read',
  'sensor.read',
  'device.read',
  'dataconnector.read',
  'serviceaccount.read',
  'serviceaccount.key.read',
  'emulator.read',
] as const;
const DEVELOP = [
  ...READ,
  'sensor.update',
  'device.update',
  'dataconnector.create',
  'dataconnector.update',
  'dataconnector.delete',
  'emulator.create',
  'emulator.update',
  'emulator.delete',
] as const;
const ADMINISTER = [
  ...DEVELOP,
  'device.transfer',
  'project.update',
  'project.delete',
  'membership.create',
  'membership.update',
  'membership.delete',
  'serviceaccount.create',
  'serviceaccount.update',
  'serviceaccount.delete',
  'serviceaccount.key.create',
  'serviceaccount.key.delete',
] as const;
const OWN = [...ADMINISTER, 'project.create', 'organization.read', 'organization.update'] as const;

export type Permission = (typeof OWN)[number];

export interface Role {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly permissions: readonly Permission[];
}

/** disruptive-technologies.md §1c. */
export const ROLES: readonly Role[] = [
  {
    name: 'roles/project.user',
    displayName: 'Project user',
    description: 'May see everything in the project, and change nothing.',
    permissions: READ,
  },
  {
    name: 'roles/project.developer',
    displayName: 'Project developer',
    description: 'May change labels, Data Connectors and emulated devices as well.',
    permissions: DEVELOP,
  },
  {
    name: 'roles/project.admin',
    displayName: 'Project administrator',
    description: 'May change the project, its members and its service accounts as well.',
    permissions: ADMINISTER,
  },
  {
    name: 'roles/organization.admin',
    displayName: 'Organization administrator',
    description: 'May do everything in every project of the organization.',
    permissions: OWN,
  },
];
