import { lazy, path } from '@signalbox/http-core';
import type { INodeProperties } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { deviceId, projectId } from '../../api/ids';
import { locator, projectLocator } from '../fields';

/** Key of the sensor emulator in the hosts of the credential. */
export const EMULATOR = 'emulator';

export const emulatedFields: INodeProperties[] = [
  projectLocator,
  locator({
    displayName: 'Emulated Device',
    name: 'deviceId',
    description: 'A device that exists only in the sensor emulator',
    list: 'searchEmulatedDevices',
    collection: 'devices',
    example: 'emuc0b1f4a1k4qg00f5m43g',
    inProject: true,
  }),
];

export const emulatedShape = () => ({ projectId: projectId(), deviceId: deviceId() });
export const emulatedInput = lazy(() => z.object(emulatedShape()));
type EmulatedInput = z.infer<ReturnType<typeof emulatedInput>>;

export const emulatedPath = ({ projectId, deviceId }: EmulatedInput) =>
  path`/projects/${projectId}/devices/${deviceId}`;

export const emulatedHints = {
  404: 'There is no such emulated device in this project, or no such project. Real devices cannot be used here. Choose both from their lists.',
};
