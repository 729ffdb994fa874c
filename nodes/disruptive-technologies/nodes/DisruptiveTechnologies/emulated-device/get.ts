import { device, presentDevice, presentedDevice } from '../../api/device';
import { needs } from '../../api/disruptive-technologies';
import { getOperation } from '../read-operations';
import { EMULATOR, emulatedFields, emulatedPath, emulatedHints } from './emulated-device';

export const getEmulatedDevice = getOperation({
  resource: 'emulatedDevice',
  noun: 'an emulated device',
  description: 'Retrieve an emulated device',
  fields: emulatedFields,
  path: emulatedPath,
  host: EMULATOR,
  responseSchema: device,
  toItem: presentDevice,
  output: presentedDevice,
  hints: needs('Project User', emulatedHints),
});
