import { firstText, recordOf, textOf } from './event';
import type { Event } from './event';

/** Dataset or project that an event is about. */
export interface Resource {
  /** IDs, as used in URLs. */
  ownerId?: string;
  id?: string;
  /** All names and IDs that the event has for the owner and the resource, for filters. */
  ownerNames: readonly string[];
  names: readonly string[];
}

/**
 * Reads the dataset or project of an event. Catalog events use display names and have IDs only in their links; access
 * events have IDs.
 */
export function resourceOf(event: Event): Resource {
  const linked = linkedResource(event);
  const ownerId = firstText(event, 'resourceOwner', 'org.agentid') ?? linked?.ownerId;
  const id = textOf(event, 'resourceId') ?? linked?.id;
  const known = (...texts: (string | undefined)[]): string[] =>
    texts.filter((text): text is string => text !== undefined);
  return {
    ...(ownerId !== undefined && { ownerId }),
    ...(id !== undefined && { id }),
    ownerNames: known(
      ownerId,
      textOf(event, 'owner'),
      textOf(event, 'resourceOwnerName'),
      textOf(event, 'org', 'displayName'),
    ),
    names: known(
      id,
      textOf(event, 'dataset'),
      textOf(event, 'project'),
      textOf(event, 'resourceName'),
      textOf(event, 'resource', 'name'),
    ),
  };
}

/**
 * True if an event with the entity "dataset" is about a project: to the API a project is a dataset, and only names and
 * links tell them apart (seen in data.world's Slack app).
 */
export function isAboutProject(event: Event): boolean {
  return textOf(event, 'project') !== undefined || linkTo(event, 'project') !== undefined;
}

/** URL of the web page; for an insight, its own page rather than the project's. */
export function webLink(event: Event): string | undefined {
  return (
    ['insight', 'project', 'dataset'].map((thing) => textOf(event, 'links', 'web', thing)).find(Boolean) ??
    firstText(event, 'resourceUrl', 'resource.url')
  );
}

function linkedResource(event: Event): { ownerId: string; id: string } | undefined {
  const link = linkTo(event, 'project') ?? linkTo(event, 'dataset');
  // https://data.world/<owner>/<id> or https://api.data.world/v0/datasets/<owner>/<id>
  if (link !== undefined) return pairOf(pathOf(link).slice(-2));
  // URLs of catalog resources are longer.
  return pairOf(pathOf(firstText(event, 'resourceUrl', 'resource.url') ?? ''));
}

function pathOf(link: string): string[] {
  return URL.canParse(link) ? new URL(link).pathname.split('/').filter(Boolean) : [];
}

function pairOf([ownerId, id, ...more]: readonly string[]): { ownerId: string; id: string } | undefined {
  return ownerId !== undefined && id !== undefined && more.length === 0 ? { ownerId, id } : undefined;
}

function linkTo(event: Event, thing: 'dataset' | 'project'): string | undefined {
  const links = recordOf(event.links);
  return links && (textOf(links, 'web', thing) ?? textOf(links, 'api', thing));
}
