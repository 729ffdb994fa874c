import { schema } from '@signalbox/http-core/operation';
import type { Field } from '@signalbox/http-core/operation';

import { GUID, guid } from '../api/ids';

/** The team that an operation is about. */
export const teamLocator = {
  displayName: 'Team',
  name: 'teamId',
  type: 'resourceLocator',
  default: { mode: 'list', value: '' },
  required: true,
  description: 'The team to read or change',
  modes: [
    {
      displayName: 'From List',
      name: 'list',
      type: 'list',
      placeholder: 'Choose a team...',
      typeOptions: { searchListMethod: 'searchTeams', searchable: true },
    },
    {
      displayName: 'By ID',
      name: 'id',
      type: 'string',
      placeholder: 'e.g. 0e8979f7-0c6a-472d-8918-ecfd339252f8',
      validation: [{ type: 'regex', properties: { regex: GUID, errorMessage: 'A team ID is a GUID' } }],
    },
  ],
  [schema]: guid,
} as const satisfies Field;

/** The team that is read, or all of them. */
export const anyTeamLocator = {
  displayName: 'Team',
  name: 'teamId',
  type: 'resourceLocator',
  default: { mode: 'list', value: '' },
  description: 'The team to read. Leave empty for all teams.',
  modes: [
    {
      displayName: 'From List',
      name: 'list',
      type: 'list',
      placeholder: 'All teams',
      typeOptions: { searchListMethod: 'searchTeams', searchable: true },
    },
    {
      displayName: 'By ID',
      name: 'id',
      type: 'string',
      placeholder: 'e.g. 0e8979f7-0c6a-472d-8918-ecfd339252f8',
      validation: [{ type: 'regex', properties: { regex: GUID, errorMessage: 'A team ID is a GUID' } }],
    },
  ],
} as const satisfies Field;

/** The user that an operation is about, unlike the one who makes a change. */
export const memberLocator = {
  displayName: 'User',
  name: 'userId',
  type: 'resourceLocator',
  default: { mode: 'list', value: '' },
  required: true,
  description: 'The user to read or change',
  modes: [
    {
      displayName: 'From List',
      name: 'list',
      type: 'list',
      placeholder: 'Choose a user...',
      typeOptions: { searchListMethod: 'searchUsers', searchable: true },
    },
    {
      displayName: 'By ID',
      name: 'id',
      type: 'string',
      placeholder: 'e.g. f0bd5063-9588-41cf-b3d9-94e5647dedc5',
      validation: [{ type: 'regex', properties: { regex: GUID, errorMessage: 'A user ID is a GUID' } }],
    },
  ],
  [schema]: guid,
} as const satisfies Field;

/** Several teams, or all. */
export const teamsField = {
  displayName: 'Team Names or IDs',
  name: 'teamIds',
  type: 'multiOptions',
  typeOptions: { loadOptionsMethod: 'getTeams' },
  default: [],
  description:
    'Leave empty for all teams. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
} as const satisfies Field;
