import { chosenEvents } from '@signalbox/http-core/webhook';
import type { IWebhookFunctions } from 'n8n-workflow';

import type { Event } from './event';
import { kindOf } from './event-kinds';
import { resourceOf } from './resource-of';

/** Filter for the events that the user chose. An event without any owner or resource passes those filters. */
export function wantedEvents(ctx: IWebhookFunctions): (event: Event) => boolean {
  const events = chosenEvents(ctx);
  const owner = textOption(ctx, 'owner');
  const [resource = '', resourceOwner = ''] = splitResource(textOption(ctx, 'resource'));
  return (event) => {
    if (!events.includes(kindOf(event).value)) return false;
    const { names, ownerNames } = resourceOf(event);
    return isOneOf(owner, ownerNames) && isOneOf(resource, names) && isOneOf(resourceOwner, ownerNames);
  };
}

/** Splits `id`, `owner/id` or the URL of its web page into the ID and, if given, the owner. */
function splitResource(given: string): (string | undefined)[] {
  if (!URL.canParse(given)) {
    const parts = given.split('/');
    return parts.length === 2 ? [parts[1]!.trim(), parts[0]!.trim()] : [given];
  }
  const [owner, id] = new URL(given).pathname.split('/').filter(Boolean);
  return [id ?? given, owner];
}

function isOneOf(wanted: string, names: readonly string[]): boolean {
  if (wanted === '' || names.length === 0) return true;
  return names.some((name) => name.toLowerCase() === wanted.toLowerCase());
}

function textOption(ctx: IWebhookFunctions, name: string): string {
  return String(ctx.getNodeParameter(`options.${name}`, '')).trim();
}
