import { firstText, recordOf, textOf } from './event';
import type { Event } from './event';

/** The dataset or project that an event is about. */
export interface Resource {
  /** Ids, as they stand in addresses. */
  ownerId?: string;
  id?: string;
  /** Every name and id of its owner and of itself, as the event has them, for comparison. */
  ownerNames: readonly string[];
  names: readonly string[];
}

/**
 * Reads which dataset or project an event is about. Events about the catalog call both by the names that people see; their
 * ids are in the links only. Those about access have ids.
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
 * Whether an event that calls its entity a dataset is about a project, as those that data.world's Slack app knows: a
 * project is a dataset to the API, and only the names and links tell.
 */
export function isAboutProject(event: Event): boolean {
  return textOf(event, 'project') !== undefined || linkTo(event, 'project') !== undefined;
}

/** The address of the thing in the web, of an insight rather than of its project. */
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
  // Resources of a catalog have longer addresses.
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
