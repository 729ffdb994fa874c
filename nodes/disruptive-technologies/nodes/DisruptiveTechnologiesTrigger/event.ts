import { lazy } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import { text } from '../api/wire';

/**
 * The used part of a push (disruptive-technologies.md §3a). Only the event and its type are guaranteed: there may be
 * unknown types and events without a device (disruptive-technologies.md §9, 19), and `metadata` was missing until 2022.
 */
export const pushSchema = lazy(() =>
  z.object({
    event: z.object({
      eventId: text(),
      eventType: z.string(),
      targetName: text(),
      timestamp: text(),
      data: z.optional(z.unknown()),
    }),
    labels: z.optional(z.unknown()),
    metadata: z.optional(z.unknown()),
  }),
);
export type Push = z.infer<ReturnType<typeof pushSchema>>;

/** Fields of an object; none for any other value. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Origin of an event. Unknown parts are missing. */
export interface Source {
  deviceId?: string;
  projectId?: string;
  deviceType?: string;
  productNumber?: string;
}

/** `projects/<project>/devices/<device>`, or only the project. */
const TARGET = /^projects\/([^/]+)(?:\/devices\/([^/]+))?$/;

/** Origin of an event, from its metadata or else its target. */
export function sourceOf({ event, metadata }: Push): Source {
  const { deviceId, projectId, deviceType, productNumber } = fieldsOf(metadata);
  const [, project, device] = TARGET.exec(event.targetName ?? '') ?? [];
  return {
    deviceId: filled(deviceId) ?? device,
    projectId: filled(projectId) ?? project,
    deviceType: filled(deviceType),
    productNumber: filled(productNumber),
  };
}

/** The labels that came with an event, by key. */
export function labelsOf({ labels }: Push): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fieldsOf(labels)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

function filled(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
