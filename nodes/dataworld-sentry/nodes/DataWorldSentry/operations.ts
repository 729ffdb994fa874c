import type { Operation } from '@signalbox/http-core/operation';

import { create } from './sentry/create';
import { deleteSentry } from './sentry/delete';
import { get } from './sentry/get';
import { getMany } from './sentry/get-many';
import { reportRun } from './sentry/report-run';
import { update } from './sentry/update';

/** All operations of the node, in the order of the README. */
export const operations: readonly Operation[] = [reportRun, update, get, getMany, create, deleteSentry];
