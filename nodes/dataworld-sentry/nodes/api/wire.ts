import { lazy } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

/** A text that may be missing or null, which means the same: the answers are documented by screenshots only. */
export const text = lazy(() => z.nullish(z.string()));
