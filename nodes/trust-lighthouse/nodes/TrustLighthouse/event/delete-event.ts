import { InputProblem } from '@signalbox/http-core/errors';
import { defineOperation } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { DELETE_EVENT_PATH, deletedEvent, deleteEvent } from '../../api/delete-event';

const KEEP_THE_ID =
  'The event may still be there. Keep its ID, and ask Trust to remove it or to tell you the endpoint for that.';

const NOTES = {
  accepted: 'Trust took the request. That the event is gone shows only in its silence.',
  notFound:
    'Trust knows no such event, or has no such endpoint. If the event fires again, ask Trust to remove it.',
};

export const remove = defineOperation({
  resource: 'event',
  operation: 'delete',
  name: 'Delete (Undocumented)',
  action: 'Delete an event by an undocumented endpoint',
  description: 'Try to end an event. Trust documents no endpoint for it, so this one is a guess.',
  effect: 'idempotent',
  fields: [
    {
      displayName:
        'Trust says that an event can be removed by hand, but not how. This sends a request that is likely, and tells what was answered.',
      name: 'undocumentedNotice',
      type: 'notice',
      default: '',
    },
    {
      displayName: 'Event ID',
      name: 'eventId',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. 9b2f1f3e-6f0a-4c1b-9d55-2f6f3f1f0a77',
      description: 'As it was given when the event was created, and as every notice has it',
    },
    {
      displayName: 'Use an Undocumented Endpoint',
      name: 'undocumented',
      type: 'boolean',
      default: false,
      description: 'Whether to send a request that the documentation of Trust does not have',
    },
    {
      displayName: 'Path',
      name: 'pathTemplate',
      type: 'string',
      displayOptions: { show: { undocumented: [true] } },
      default: DELETE_EVENT_PATH,
      description:
        'The path of the request, with {event_id} in the place of the ID, if Trust tells you another one',
    },
  ],
  input: () =>
    z.object({
      eventId: z.string().check(z.trim(), z.minLength(1)),
      undocumented: z._default(z.boolean(), false),
      pathTemplate: z._default(z.string(), DELETE_EVENT_PATH),
    }),
  request({ eventId, undocumented, pathTemplate }) {
    if (!undocumented) {
      throw new InputProblem(
        'Trust documents no endpoint to delete an event',
        'Turn on "Use an Undocumented Endpoint" to try the likely one, or ask Trust to remove the event.',
      );
    }
    return deleteEvent(eventId, pathTemplate);
  },
  answer: deletedEvent,
  present: ({ status }: { status: number }, { eventId }) => {
    const deletion = status === 404 ? 'notFound' : 'accepted';
    return { eventId, deletion, status, note: NOTES[deletion] };
  },
  output: () =>
    z.object({
      eventId: z.string(),
      deletion: z.enum(['accepted', 'notFound']),
      status: z.int(),
      note: z.string(),
    }),
  remedies: { 405: KEEP_THE_ID, rejected: KEEP_THE_ID, redirected: KEEP_THE_ID, unavailable: KEEP_THE_ID },
});
