import { lazy } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import { flag, ids, number, pageOf, text, textMap } from './wire';

/** A project (disruptive-technologies.md §6). */
export const project = lazy(() =>
  z.looseObject({
    name: z.string(),
    displayName: text(),
    organization: text(),
    organizationDisplayName: text(),
    sensorCount: number(),
    cloudConnectorCount: number(),
    inventory: flag(),
    location: z.nullish(z.looseObject({ latitude: number(), longitude: number(), timeLocation: text() })),
    labels: textMap(),
  }),
);

export const projectPage = pageOf('projects', project);

/** As the user gets it: with its ID. */
export const presentedProject = lazy(() => z.extend(project(), ids()));
