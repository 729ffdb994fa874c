import type { INodePropertyOptions } from 'n8n-workflow';

import type { Operation } from './define-operation';
import type { Resource } from './node-properties';

/**
 * The line below an action node on the canvas, in the words of its menus: "Publish Event: Emulated Device".
 *
 * @returns an expression for `subtitle`
 */
export function operationSubtitle(resources: readonly Resource[], operations: readonly Operation[]): string {
  // One level deep: "}}" would end the expression.
  const names = Object.fromEntries(
    operations.map(({ resource, operation, name }) => [
      `${resource}.${operation}`,
      `${name}: ${resources.find(({ value }) => value === resource)?.name ?? resource}`,
    ]),
  );
  return `={{ (${JSON.stringify(names)})[$parameter["resource"] + "." + $parameter["operation"]] || $parameter["operation"] }}`;
}

/**
 * The line below a trigger on the canvas: the name of the one event that was chosen, or how many were.
 *
 * @param none what it means that none was chosen
 * @returns an expression for `subtitle`
 */
export function eventsSubtitle(
  events: readonly Pick<INodePropertyOptions, 'name' | 'value'>[],
  none = 'No events',
): string {
  const names = JSON.stringify(Object.fromEntries(events.map(({ name, value }) => [value, name])));
  return `={{ $parameter["events"].length === 0 ? ${JSON.stringify(none)} : $parameter["events"].length === 1 ? (${names})[$parameter["events"][0]] || $parameter["events"][0] : $parameter["events"].length + " events" }}`;
}
