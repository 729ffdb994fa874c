import { lazy } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

/** Optional string: missing and null mean the same. Responses are documented only as screenshots. */
export const text = lazy(() => z.nullish(z.string()));
