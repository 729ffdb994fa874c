import { InvalidParameterError } from '@signalbox/http-core/errors';
import { defineOperation } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { DELETE_EVENT_PATH, deletedEvent, deleteEvent } from '../../api/delete-event';

const KEEP_THE_ID =
  'The event may still exist. Keep its ID, and ask Trust to delete it or to tell you the right endpoint.';

const NOTES = {
  accepted: 'Trust accepted the request. Only the absence of further calls shows that the event is gone.',
  notFound: 'Trust has no such event, or no such endpoint. If the event fires again, ask Trust to delete it.',
};

export const remove = defineOperation({
  resource: 'event',
  operation: 'delete',
  name: 'Delete (Undocumented)',
  action: 'Delete an event (undocumented)',
  description:
    'Try to delete an event. Trust documents no endpoint for this, so the one used here is a guess.',
  semantics: 'idempotent',
  fields: [
    {
      displayName:
        'Trust mentions that events can be removed by hand, but not how. This operation tries the likely endpoint and returns what Trust answered.',
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
      description: 'ID returned when the event was created. Each call of the event includes it too.',
    },
    {
      displayName: 'Use an Undocumented Endpoint',
      name: 'undocumented',
      type: 'boolean',
      default: false,
      description: 'Whether to send a request that Trust does not document',
    },
    {
      displayName: 'Path',
      name: 'pathTemplate',
      type: 'string',
      displayOptions: { show: { undocumented: [true] } },
      default: DELETE_EVENT_PATH,
      description:
        'Path of the request, with {event_id} in place of the ID. Change it if Trust tells you another one.',
    },
  ],
  request({ eventId, undocumented, pathTemplate }) {
    if (!undocumented) {
      throw new InvalidParameterError(
        'Trust documents no endpoint to delete an event',
        'Turn on "Use an Undocumented Endpoint" to try the likely one, or ask Trust to delete the event.',
      );
    }
    return deleteEvent(eventId, pathTemplate);
  },
  responseSchema: deletedEvent,
  toItem: ({ status }: { status: number }, { eventId }) => {
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
  hints: { 405: KEEP_THE_ID, rejected: KEEP_THE_ID, redirected: KEEP_THE_ID, unavailable: KEEP_THE_ID },
});
