import type { Field } from '@signalbox/http-core/operation';

import { checkCallbackUrl } from '../../api/callback-url';
import type { EventAction } from '../../api/event';

/** Fields that define what happens when an event fires; shared by all kinds of events. */
export const actionFields = [
  {
    displayName: 'Callback URL',
    name: 'callbackUrl',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. https://n8n.example.com/webhook/…',
    description:
      'URL that Trust calls each time the event fires. Nothing in the call proves that it comes from Trust, so use a URL that is hard to guess.',
  },
  {
    displayName: 'Delete After Action',
    name: 'deleteAfterAction',
    type: 'boolean',
    default: true,
    description:
      'Whether to delete the event after it has fired once. If not, it keeps firing: Trust documents no way to delete an event, so keep its ID.',
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [
      {
        displayName: 'Allow Local Callback URL',
        name: 'allowLocalCallbackUrl',
        type: 'boolean',
        default: false,
        description:
          'Whether to accept a callback URL that is not encrypted or not on the internet. Use only with an emulator.',
      },
    ],
  },
] as const satisfies Field[];

export function readAction({
  callbackUrl,
  deleteAfterAction,
  allowLocalCallbackUrl = false,
}: EventAction & { allowLocalCallbackUrl?: boolean }): EventAction {
  return {
    callbackUrl: checkCallbackUrl(callbackUrl, { allowLocal: allowLocalCallbackUrl }),
    deleteAfterAction,
  };
}
