import { path } from '@signalbox/http-core';

import { devicePage, presentDevice, presentedDevice } from '../../api/device';
import { needs } from '../../api/disruptive-technologies';
import { projectLocator } from '../fields';
import { getManyOperation } from '../read-operations';
import { EMULATOR } from './emulated-device';

export const getEmulatedDevices = getManyOperation({
  resource: 'emulatedDevice',
  noun: 'emulated devices',
  description: 'Retrieve the emulated devices of a project',
  fields: [projectLocator],
  path: ({ projectId }) => path`/projects/${projectId}/devices`,
  host: EMULATOR,
  key: 'devices',
  page: devicePage,
  toItem: presentDevice,
  output: presentedDevice,
  hints: needs('Project User'),
});
