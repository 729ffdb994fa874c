import { path } from '@signalbox/http-core';
import { schema } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { DEVICE_TYPES, devicePage, presentDevice, presentedDevice } from '../../api/device';
import { needs } from '../../api/disruptive-technologies';
import { projectId } from '../../api/ids';
import { organizationLocator, projectLocator } from '../fields';
import { textList } from '../inputs';
import { getManyOperation } from '../read-operations';

export const getDevices = getManyOperation({
  resource: 'device',
  noun: 'devices',
  description: 'Retrieve devices of a project or organization, with their latest reported values',
  fields: [
    {
      displayName: 'Devices Of',
      name: 'devicesOf',
      type: 'options',
      options: [
        { name: 'Organization', value: 'organization' },
        { name: 'Project', value: 'project' },
      ],
      default: 'project',
      description: 'Whether to list the devices of one project, or of all projects of an organization',
    },
    { ...projectLocator, displayOptions: { show: { devicesOf: ['project'] } } },
    { ...organizationLocator, displayOptions: { show: { devicesOf: ['organization'] } } },
    {
      displayName: 'Project Names or IDs',
      name: 'projectIds',
      type: 'multiOptions',
      typeOptions: { loadOptionsMethod: 'getProjects' },
      default: [],
      displayOptions: { show: { devicesOf: ['organization'] } },
      description:
        'Projects to list devices of; leave empty for all. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
      [schema]: () => z.array(projectId()),
    },
    {
      displayName: 'Filters',
      name: 'filters',
      type: 'collection',
      placeholder: 'Add filter',
      default: {},
      options: [
        {
          displayName: 'Device IDs',
          name: 'deviceIds',
          type: 'string',
          typeOptions: { multipleValues: true, multipleValueButtonText: 'Add device' },
          default: [],
          placeholder: 'e.g. c0b1f4a1k4qg00f5m400',
          description: 'Return only these devices',
          [schema]: textList,
        },
        {
          displayName: 'Labels',
          name: 'labelFilters',
          type: 'string',
          typeOptions: { multipleValues: true, multipleValueButtonText: 'Add label' },
          default: [],
          placeholder: 'e.g. room=2.14',
          description:
            'Return only devices with all these labels: a key for any value, or a key and its value. Emulated devices have the label "virtual-sensor".',
          [schema]: textList,
        },
        {
          displayName: 'Product Numbers',
          name: 'productNumbers',
          type: 'string',
          typeOptions: { multipleValues: true, multipleValueButtonText: 'Add product number' },
          default: [],
          placeholder: 'e.g. 102058',
          description: 'Return only devices with one of these product numbers',
          [schema]: textList,
        },
        {
          displayName: 'Text',
          name: 'query',
          type: 'string',
          default: '',
          description: 'Return only devices that contain this text',
        },
        {
          displayName: 'Types',
          name: 'deviceTypes',
          type: 'multiOptions',
          options: DEVICE_TYPES,
          default: [],
          description: 'Return only devices of one of these types',
        },
      ],
    },
    {
      displayName: 'Order',
      name: 'order',
      type: 'collection',
      placeholder: 'Add order',
      default: {},
      options: [
        {
          displayName: 'Descending',
          name: 'descending',
          type: 'boolean',
          default: false,
          description: 'Whether to sort in descending order',
        },
        {
          displayName: 'Order By',
          name: 'orderBy',
          type: 'string',
          default: '',
          placeholder: 'e.g. reported.temperature.value',
          description: 'Path of the device field to sort by, such as labels.name',
          [schema]: () =>
            z.string().check(z.trim(), z.regex(/^[\w-]+(\.[\w-]+)*$/, 'must be a path such as labels.name')),
        },
      ],
    },
  ],
  // The dash stands for all projects (disruptive-technologies.md appendix B).
  path: (input) => path`/projects/${input.devicesOf === 'project' ? input.projectId : '-'}/devices`,
  key: 'devices',
  page: devicePage,
  // The service reads either spelling; this is the one of its official client (disruptive-technologies.md §2f).
  query: (input) => ({
    ...(input.devicesOf === 'organization' && {
      organization: `organizations/${input.organizationId}`,
      projects: input.projectIds.map((id) => `projects/${id}`),
    }),
    device_ids: input.deviceIds,
    label_filters: input.labelFilters,
    product_numbers: input.productNumbers,
    query: input.query,
    device_types: input.deviceTypes,
    order_by: input.orderBy && `${input.descending ? '-' : ''}${input.orderBy}`,
  }),
  toItem: presentDevice,
  output: presentedDevice,
  hints: needs('Project User'),
});
