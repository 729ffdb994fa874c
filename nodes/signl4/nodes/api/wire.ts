import { lazy } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

/** The building blocks of what SIGNL4 sends: a field may be missing or null, which means the same (signl4.md §3.4). */
export const text = lazy(() => z.nullish(z.string()));
export const code = lazy(() => z.nullish(z.int()));
export const texts = lazy(() => z.nullish(z.array(z.string())));
export const flag = lazy(() => z.nullish(z.boolean()));
