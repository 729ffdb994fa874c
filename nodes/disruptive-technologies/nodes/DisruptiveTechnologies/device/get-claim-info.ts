import { lazy, path } from '@signalbox/http-core';
import { defineOperation, schema } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { XID, organizationId } from '../../api/ids';
import { flag, number, text } from '../../api/wire';

/** A claimable device, or a kit of several (disruptive-technologies.md §6). */
export const claimable = lazy(() =>
  z.looseObject({ deviceId: text(), deviceType: text(), productNumber: text(), isClaimed: flag() }),
);

const count = lazy(() => z.nullish(z.looseObject({ totalCount: number(), claimedCount: number() })));
const claimInfo = lazy(() =>
  z.looseObject({
    type: z.string(),
    device: z.nullish(claimable()),
    kit: z.nullish(
      z.looseObject({
        kitId: text(),
        displayName: text(),
        sensors: count(),
        cloudConnectors: count(),
        devices: z.nullish(z.array(claimable())),
      }),
    ),
  }),
);

export const getClaimInfo = defineOperation({
  resource: 'device',
  operation: 'getClaimInfo',
  name: 'Get Claim Info',
  action: 'Get claim info of a device or kit',
  description: 'Retrieve the type and claim status of a delivered device or kit',
  semantics: 'safe',
  fields: [
    {
      displayName: 'Identifier',
      name: 'identifier',
      type: 'string',
      default: '',
      required: true,
      placeholder: `e.g. ${XID}`,
      description: 'Identifier printed on the sensor or the box of the kit, also as a QR code',
    },
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add option',
      default: {},
      options: [
        {
          displayName: 'Organization ID',
          name: 'organizationId',
          type: 'string',
          default: '',
          placeholder: 'e.g. c0b0e2a1k4qg00f5m3r0',
          description: 'Organization that wants to claim it',
          [schema]: organizationId,
        },
      ],
    },
  ],
  request: ({ identifier, organizationId }) => ({
    method: 'GET',
    path: path`/claimInfo`,
    query: { identifier, organization: organizationId && `organizations/${organizationId}` },
  }),
  responseSchema: claimInfo,
  hints: { 404: 'There is no such device or kit. Check the identifier printed on it.' },
});
