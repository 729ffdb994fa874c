import { lazy } from '@signalbox/http-core';
import { schema } from '@signalbox/http-core/operation';
import type { Field } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { XID, idPattern } from '../../api/ids';
import { text } from '../../api/wire';

/** A device that a batch could not change, and the reason (disruptive-technologies.md §6). */
const failure = lazy(() =>
  z.looseObject({
    device: text(),
    status: z.nullish(z.looseObject({ code: z.nullish(z.union([z.string(), z.number()])), message: text() })),
  }),
);
export const failures = lazy(() => z.nullish(z.array(failure())));
type Failures = z.infer<ReturnType<typeof failures>>;

/** Devices by ID or resource name; of one text, separated by commas. */
const deviceList = lazy(() => {
  const pattern = new RegExp(idPattern('devices'));
  return z.pipe(
    z.union([z.array(z.string()), z.string()], 'must be a list of devices'),
    z.pipe(
      z.transform((given: string | string[]) => [
        ...new Set(
          (Array.isArray(given) ? given : given.split(',')).map((each) => each.trim()).filter(Boolean),
        ),
      ]),
      z.array(z.string()).check(
        z.minLength(1, 'must name at least one device'),
        z.refine((all) => all.every((one) => pattern.test(one)), `must be IDs that look like ${XID}`),
      ),
    ),
  );
});

/** Several devices of the chosen project. */
export const devicesField = {
  displayName: 'Device Names or IDs',
  name: 'devices',
  type: 'multiOptions',
  typeOptions: { loadOptionsMethod: 'getDevices', loadOptionsDependsOn: ['projectId.value'] },
  default: [],
  required: true,
  description:
    'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
  [schema]: deviceList,
} as const satisfies Field;

/** The resource name of a device. A value that is already a name may refer to another project. */
export function deviceName(projectId: string, device: string): string {
  return device.includes('/') ? device : `projects/${projectId}/devices/${device}`;
}

/** The ID in a resource name. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/**
 * Error for a batch of which some devices failed, although the service responds with 200.
 *
 * @param devices IDs or names of all devices
 * @param did what was done to the others, such as "updated"
 * @returns `undefined` if all succeeded
 */
export function batchProblem(devices: readonly string[], failed: Failures, did: string): string | undefined {
  if (!failed?.length) return undefined;
  const reasons = failed.map(({ device, status }) => {
    const words = [status?.code, status?.message].filter(Boolean).join(': ');
    return `${lastPart(device ?? 'a device')} (${words || 'no reason given'})`;
  });
  const names = new Set(failed.map(({ device }) => lastPart(device ?? '')));
  const others = devices.map(lastPart).filter((id) => !names.has(id));
  return `has not ${did} ${failed.length} of ${devices.length} devices: ${reasons.join(', ')}. It has ${did} ${others.join(', ') || 'none of them'}`;
}
