import { needs } from '../../api/disruptive-technologies';
import { deleteOperation } from '../delete-operation';
import { EMULATOR, emulatedFields, emulatedPath, emulatedHints } from './emulated-device';

export const deleteEmulatedDevice = deleteOperation({
  resource: 'emulatedDevice',
  noun: 'an emulated device',
  description: 'Delete an emulated device',
  fields: emulatedFields,
  path: emulatedPath,
  host: EMULATOR,
  idsOf: ({ projectId, deviceId }) => ({ id: deviceId, projectId }),
  hints: needs('Project Developer', emulatedHints),
});
