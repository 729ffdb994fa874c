import { path } from '@signalbox/http-core';

import { device, presentDevice, presentedDevice } from '../../api/device';
import { needs } from '../../api/disruptive-technologies';
import { deviceLocator, projectLocator } from '../fields';
import { getOperation } from '../read-operations';

export const getDevice = getOperation({
  resource: 'device',
  noun: 'a device',
  description: 'Retrieve a device with its latest reported values',
  fields: [projectLocator, deviceLocator],
  path: ({ projectId, deviceId }) => path`/projects/${projectId}/devices/${deviceId}`,
  responseSchema: device,
  toItem: presentDevice,
  output: presentedDevice,
  hints: needs('Project User', {
    404: 'There is no such device in this project, or no such project. Choose both from their lists.',
  }),
});
