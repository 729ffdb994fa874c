import { lazy, path } from '@signalbox/http-core';
import { InvalidParameterError } from '@signalbox/http-core/errors';
import { defineOperation, schema } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { needs } from '../../api/disruptive-technologies';
import { text } from '../../api/wire';
import { projectLocator } from '../fields';
import { textList } from '../inputs';
import { claimable } from './get-claim-info';

const refused = lazy(() =>
  z.nullish(z.array(z.looseObject({ deviceId: text(), kitId: text(), code: text(), message: text() }))),
);
const claimed = lazy(() =>
  z.looseObject({
    claimedDevices: z.nullish(z.array(claimable())),
    claimErrors: z.nullish(z.looseObject({ devices: refused(), kits: refused() })),
  }),
);
type Claimed = z.infer<ReturnType<typeof claimed>>;

const presented = lazy(() =>
  z.object({ projectId: z.string(), simulated: z.boolean(), claimedDevices: z.array(claimable()) }),
);

export const claim = defineOperation({
  resource: 'device',
  operation: 'claim',
  name: 'Claim',
  action: 'Claim devices and kits',
  description: 'Claim delivered devices and kits for a project, which starts their subscriptions',
  semantics: 'non-idempotent',
  fields: [
    { ...projectLocator, description: 'Project to add the devices to' },
    {
      displayName: 'Simulate',
      name: 'simulate',
      type: 'boolean',
      default: true,
      description:
        'Whether to only check what would be claimed. A real claim starts the subscriptions and cannot be undone.',
    },
    {
      displayName: 'Device IDs',
      name: 'deviceIds',
      type: 'string',
      typeOptions: { multipleValues: true, multipleValueButtonText: 'Add device' },
      default: [],
      placeholder: 'e.g. c0b3h8a1k4qg00f5m600',
      description: 'Identifiers printed on the devices',
      [schema]: textList,
    },
    {
      displayName: 'Kit IDs',
      name: 'kitIds',
      type: 'string',
      typeOptions: { multipleValues: true, multipleValueButtonText: 'Add kit' },
      default: [],
      placeholder: 'e.g. kf7a2c9',
      description: 'Identifiers printed on the boxes of the kits',
      [schema]: textList,
    },
  ],
  request({ projectId, simulate, deviceIds, kitIds }) {
    if (deviceIds.length + kitIds.length === 0) {
      throw new InvalidParameterError('There is nothing to claim', 'Fill in "Device IDs" or "Kit IDs".');
    }
    return {
      method: 'POST',
      path: path`/projects/${projectId}/devices:claim`,
      query: { dryRun: String(simulate) },
      body: { kitIds, deviceIds },
    };
  },
  responseSchema: claimed,
  partialError({ claimedDevices, claimErrors }: Claimed, { simulate }) {
    const errors = [...(claimErrors?.devices ?? []), ...(claimErrors?.kits ?? [])];
    if (errors.length === 0) return undefined;
    const verb = simulate ? 'would not claim' : 'has not claimed';
    const reasons = errors.map(
      ({ deviceId, kitId, code, message }) =>
        `${deviceId ?? kitId ?? 'a device'} (${[code, message].filter(Boolean).join(': ') || 'no reason given'})`,
    );
    const others = (claimedDevices ?? []).map(({ deviceId }) => deviceId).join(', ');
    return `${verb} ${reasons.join(', ')}. It ${simulate ? 'would claim' : 'has claimed'} ${others || 'nothing'}`;
  },
  toItem: ({ claimedDevices }: Claimed, { projectId, simulate }) => ({
    projectId,
    simulated: simulate,
    claimedDevices: claimedDevices ?? [],
  }),
  output: presented,
  hints: needs('Project Administrator', {
    rejected:
      'Look up the devices and kits named with "Get Claim Info", and leave out those already claimed.',
    404: 'There is no such project. Choose it from its list.',
  }),
});
