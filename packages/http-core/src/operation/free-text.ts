import * as z from 'zod/v4-mini';

import { wellFormed } from '../request/well-formed';

/** Text for people to read. Half of an emoji at its end is no reason not to send it, so it is replaced. */
export const freeText = () => z.pipe(z.string(), z.transform(wellFormed));
