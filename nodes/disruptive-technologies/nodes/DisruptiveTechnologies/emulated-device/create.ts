import { path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';

import { DEVICE_TYPES, device, presentDevice, presentedDevice } from '../../api/device';
import { needs } from '../../api/disruptive-technologies';
import { labelsField, projectLocator } from '../fields';
import { labelMap } from '../inputs';
import { EMULATOR } from './emulated-device';

export const createEmulatedDevice = defineOperation({
  resource: 'emulatedDevice',
  operation: 'create',
  name: 'Create',
  action: 'Create an emulated device',
  description: 'Create a device that exists only in the sensor emulator, for testing',
  semantics: 'non-idempotent',
  fields: [
    projectLocator,
    {
      displayName: 'Type',
      name: 'type',
      type: 'options',
      options: DEVICE_TYPES,
      default: 'temperature',
      description: 'Type of the device',
    },
    {
      displayName: 'Name',
      name: 'displayName',
      type: 'string',
      default: '',
      placeholder: 'e.g. Virtual fridge',
      description: 'Name of the device in DT Studio, which is its label "name"',
    },
    labelsField('Labels', 'labels', 'Further labels'),
  ],
  request: ({ projectId, type, displayName, labels }) => ({
    method: 'POST',
    path: path`/projects/${projectId}/devices`,
    host: EMULATOR,
    body: { type, labels: { ...labelMap(labels, 'Labels'), ...(displayName && { name: displayName }) } },
  }),
  responseSchema: device,
  toItem: presentDevice,
  output: presentedDevice,
  hints: needs('Project Developer', { 404: 'There is no such project. Choose it from its list.' }),
});
