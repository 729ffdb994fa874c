import type { ServerResponse } from 'node:http';

import { wait } from '../platform/wait';
import { beforeEnd } from './on-before-end';
import type { DeliveryClaim } from '../webhook/dedupe/claim';
import type { ProcessMemory } from '../webhook/state/process-cache';

/** Milliseconds before each repetition: n8n needs a few to some dozen to store the execution. */
const REPEAT_AFTER_MS = [0, 10, 50];
/** Milliseconds before each further one, and how many there are: a minute, for an n8n that is busy. */
const FURTHER_AFTER_MS = 100;
const MAX_REPETITIONS = 600;

/** With so many unanswered deliveries n8n takes longer for any of them than the first repetitions do. */
const BURST = 8;

/** The deliveries of one node that were accepted and wait for n8n's answer. */
export interface Unanswered {
  count: number;
  /** The latest one. */
  newest?: ServerResponse;
  /** The one that writes for those that came meanwhile. */
  writer?: ServerResponse;
}

/**
 * Writes what has been accepted into static data, again and again until n8n answers. n8n saves changed static data right before
 * that, but while it prepares the execution it builds a second workflow from the same data, which resets the mark of change
 * (seen in 2.41); what was written before would be saved with the next delivery only, and not survive a crash.
 *
 * In a burst such a save waits behind all that n8n has to store of the executions, and the answer waits for the save. What one
 * delivery writes holds what all others have accepted, so it is up to two of them: the first one until it is answered, and
 * the newest at the moment of its answer, mostly in time for what n8n saves when the execution has ended. What both
 * miss is written with the next delivery. A crash before that may let copies of the last few of a burst start a second time; but
 * then n8n has lost executions, too.
 *
 * In the mode `lastNode` this delivery is not among what is saved: n8n saves when it does not know yet whether its answer will be
 * 2xx. It is written with the next delivery, so after a crash the service may send, and n8n run, the last one a second
 * time; never is an event taken for done that was not.
 *
 * @param decide told right before the answer whether n8n has taken the delivery over; comes before the last save, which would
 *   otherwise leave out what this delivery confirms
 */
export async function saveUntilAnswered(
  { unanswered }: Pick<ProcessMemory, 'unanswered'>,
  claim: DeliveryClaim,
  response: ServerResponse,
  decide: (isTakenOver: boolean) => void,
): Promise<void> {
  unanswered.count++;
  unanswered.newest = response;
  unanswered.writer ??= response;
  beforeEnd(response, () => {
    const { statusCode } = response;
    const isTakenOver = statusCode >= 200 && statusCode < 300;
    decide(isTakenOver);
    // Not for one that n8n could not start: it comes again.
    if (isTakenOver && unanswered.newest === response) claim.save();
  });
  response.once('close', () => {
    unanswered.count--;
    if (unanswered.newest === response) delete unanswered.newest;
    if (unanswered.writer === response) delete unanswered.writer;
  });

  if (unanswered.count >= BURST && unanswered.writer !== response) return;
  for (let repetition = 0; repetition < MAX_REPETITIONS && !response.writableEnded; repetition++) {
    claim.save();
    await wait(REPEAT_AFTER_MS[repetition] ?? FURTHER_AFTER_MS);
    // The service has hung up; n8n may take a little longer.
    if (response.destroyed && repetition >= REPEAT_AFTER_MS.length) return;
  }
}
