import * as z from 'zod/v4-mini';

import { lazy } from '../platform/lazy';
import { wellFormed } from '../request/well-formed';

/** Text for people to read. Half of an emoji at its end is no reason not to send it, so it is replaced. */
export const freeText = lazy(() => z.pipe(z.string(), z.transform(wellFormed)));

/** The same, without the spaces around it; it must not be empty. */
export const filledFreeText = lazy(() => z.pipe(z.string().check(z.trim(), z.minLength(1)), freeText()));
