import { once } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

/** A text that may be missing or null, which means the same: the answers are documented by screenshots only. */
export const text = once(() => z.nullish(z.string()));
