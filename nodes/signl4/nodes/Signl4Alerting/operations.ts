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
import { getOnDuty } from './duty/get-on-duty';
import { getDutyStatus } from './duty/get-status';
import { getDutySummary } from './duty/get-summary';
import { punchIn } from './duty/punch-in';
import { punchInAsManager } from './duty/punch-in-as-manager';
import { punchOut } from './duty/punch-out';
import { createSchedule } from './schedule/create';
import { createSchedules } from './schedule/create-many';
import { deleteSchedule } from './schedule/delete';
import { deleteSchedules } from './schedule/delete-range';
import { getSchedule } from './schedule/get';
import { getSchedules } from './schedule/get-many';
import { getTeam } from './team/get';
import { getTeams } from './team/get-many';
import { getUser } from './user/get';
import { getUsers } from './user/get-many';
import { getTeamsOfUser } from './user/get-teams';

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
  getOnDuty,
  punchIn,
  punchInAsManager,
  punchOut,
  getDutyStatus,
  getDutySummary,
  getSchedules,
  getSchedule,
  createSchedule,
  createSchedules,
  deleteSchedule,
  deleteSchedules,
  getTeams,
  getTeam,
  getUsers,
  getUser,
  getTeamsOfUser,
];
