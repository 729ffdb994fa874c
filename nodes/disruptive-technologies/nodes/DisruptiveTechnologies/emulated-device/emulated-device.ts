import { path } from '@signalbox/http-core';
import { schema } from '@signalbox/http-core/operation';
import type { Field, InputOf } from '@signalbox/http-core/operation';

import { deviceId } from '../../api/ids';
import { locator, projectLocator } from '../fields';

/** Key of the sensor emulator in the hosts of the credential. */
export const EMULATOR = 'emulator';

export const emulatedFields = [
  projectLocator,
  {
    ...locator({
      displayName: 'Emulated Device',
      name: 'deviceId',
      description: 'A device that exists only in the sensor emulator',
      list: 'searchEmulatedDevices',
      collection: 'devices',
      example: 'emuc0b1f4a1k4qg00f5m43g',
      inProject: true,
    }),
    [schema]: deviceId,
  },
] as const satisfies Field[];

export const emulatedPath = ({ projectId, deviceId }: InputOf<typeof emulatedFields>) =>
  path`/projects/${projectId}/devices/${deviceId}`;

export const emulatedHints = {
  404: 'There is no such emulated device in this project, or no such project. Real devices cannot be used here. Choose both from their lists.',
};
