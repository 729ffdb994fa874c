import { path } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import { DEVICE_TYPES, devicePage, deviceTypes, presentDevice, presentedDevice } from '../../api/device';
import { needs } from '../../api/disruptive-technologies';
import { projectId } from '../../api/ids';
import { projectLocator } from '../fields';
import { textList } from '../inputs';
import { getManyOperation } from '../read-operations';

export const getDevices = getManyOperation({
  resource: 'device',
  noun: 'devices',
  description: 'Retrieve the devices of a project that match, with what they have reported last',
  fields: [
    projectLocator,
    {
      displayName: 'Filters',
      name: 'filters',
      type: 'collection',
      placeholder: 'Add filter',
      default: {},
      options: [
        {
          displayName: 'Labels',
          name: 'labelFilters',
          type: 'string',
          typeOptions: { multipleValues: true, multipleValueButtonText: 'Add label' },
          default: [],
          placeholder: 'e.g. room=2.14',
          description:
            'Only devices with all these labels: a key, or a key and its value. Emulated devices have the label "virtual-sensor".',
        },
        {
          displayName: 'Product Numbers',
          name: 'productNumbers',
          type: 'string',
          typeOptions: { multipleValues: true, multipleValueButtonText: 'Add product number' },
          default: [],
          placeholder: 'e.g. 102058',
          description: 'Only devices with one of these product numbers',
        },
        {
          displayName: 'Text',
          name: 'query',
          type: 'string',
          default: '',
          description: 'Only devices that contain this text',
        },
        {
          displayName: 'Types',
          name: 'deviceTypes',
          type: 'multiOptions',
          options: DEVICE_TYPES.map((type) => ({ ...type })),
          default: [],
          description: 'Only devices of one of these types',
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
          description: 'Whether the largest comes first',
        },
        {
          displayName: 'Order By',
          name: 'orderBy',
          type: 'string',
          default: '',
          placeholder: 'e.g. reported.temperature.value',
          description: 'Path of a field of the device, such as labels.name',
        },
      ],
    },
  ],
  input: () =>
    z.object({
      projectId: projectId(),
      labelFilters: z.optional(textList()),
      productNumbers: z.optional(textList()),
      query: z.optional(z.string()),
      deviceTypes: z.optional(z.array(z.enum(deviceTypes))),
      orderBy: z.optional(
        z.string().check(z.trim(), z.regex(/^[\w-]+(\.[\w-]+)*$/, 'must be a path such as labels.name')),
      ),
      descending: z.optional(z.boolean()),
    }),
  path: ({ projectId }) => path`/projects/${projectId}/devices`,
  key: 'devices',
  page: devicePage,
  // The service reads either spelling; this is that of its own client (spec §2f).
  query: ({ labelFilters, productNumbers, query, deviceTypes, orderBy, descending }) => ({
    label_filters: labelFilters,
    product_numbers: productNumbers,
    query,
    device_types: deviceTypes,
    order_by: orderBy && `${descending ? '-' : ''}${orderBy}`,
  }),
  present: presentDevice,
  output: presentedDevice,
  remedies: needs('Project User'),
});
