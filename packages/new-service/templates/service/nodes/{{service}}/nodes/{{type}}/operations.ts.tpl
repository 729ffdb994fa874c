import type { Operation } from '@signalbox/http-core/operation';

import { create } from './{{noun.folder}}/create';
import { get } from './{{noun.folder}}/get';

/** All operations of the node, in the order of the README. */
export const operations: readonly Operation[] = [create, get];
