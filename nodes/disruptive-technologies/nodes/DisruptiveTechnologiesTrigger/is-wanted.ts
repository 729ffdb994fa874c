import type { IWebhookFunctions } from 'n8n-workflow';

import { labelsOf, sourceOf } from './event';
import type { Push } from './event';
import { wantedBy } from './trigger-parameters';

/** Event filters. All must match; an empty filter matches everything. */
export function wantedPushes(ctx: IWebhookFunctions): (push: Push) => boolean {
  const wanted = wantedBy(ctx);
  const { events, labelFilters } = wanted;
  const devices = wanted.devices.map(lastPart);
  return (push) => {
    const { deviceId, projectId } = sourceOf(push);
    const labels = labelsOf(push);
    return (
      (events.length === 0 || events.includes(push.event.eventType)) &&
      (projectId === undefined || projectId === wanted.projectId) &&
      (devices.length === 0 || (deviceId !== undefined && devices.includes(deviceId))) &&
      labelFilters.every((filter) => hasLabel(labels, filter))
    );
  };
}

/** `key`, or `key=value`, as in the service's own filters (disruptive-technologies.md §6). */
function hasLabel(labels: Readonly<Record<string, string>>, filter: string): boolean {
  const [key, ...value] = filter.split('=');
  if (!Object.hasOwn(labels, key!.trim())) return false;
  return value.length === 0 || labels[key!.trim()] === value.join('=').trim();
}

/** Accepts a resource name in place of a device ID. */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
