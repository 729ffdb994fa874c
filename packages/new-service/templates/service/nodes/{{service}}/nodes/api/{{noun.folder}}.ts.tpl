import { lazy } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

/** {{noun.One}} as {{name}} sends it ({{service}}.md §2). Fields that are not named here are kept. */
export const {{noun.key}}Schema = lazy(() =>
  z.looseObject({ id: z.string(), name: z.string(), createdAt: z.string() }),
);
export type {{noun.type}} = z.infer<ReturnType<typeof {{noun.key}}Schema>>;
