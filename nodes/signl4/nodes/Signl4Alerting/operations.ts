import type { Operation } from '@signalbox/http-core/operation';

import { acknowledge } from './alert/acknowledge';
import { acknowledgeByExternalId } from './alert/acknowledge-by-external-id';
import { annotate } from './alert/annotate';
import { close } from './alert/close';
import { get } from './alert/get';
import { getMany } from './alert/get-many';
import { resolveByExternalId } from './alert/resolve-by-external-id';
import { send } from './alert/send';
import { sendAndWait } from './alert/send-and-wait';

/** All operations of the node, in the order of the README. */
export const operations: readonly Operation[] = [
  send,
  sendAndWait,
  acknowledgeByExternalId,
  resolveByExternalId,
  get,
  getMany,
  acknowledge,
  close,
  annotate,
];
