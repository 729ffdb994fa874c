import { device, presentDevice, presentedDevice } from '../../api/device';
import { needs } from '../../api/disruptive-technologies';
import { getOperation } from '../read-operations';
import { EMULATOR, emulatedFields, emulatedInput, emulatedPath, emulatedRemedies } from './emulated-device';

export const getEmulatedDevice = getOperation({
  resource: 'emulatedDevice',
  noun: 'an emulated device',
  description: 'Retrieve an emulated device',
  fields: emulatedFields,
  input: emulatedInput,
  path: emulatedPath,
  host: EMULATOR,
  answer: device,
  present: presentDevice,
  output: presentedDevice,
  remedies: needs('Project User', emulatedRemedies),
});
