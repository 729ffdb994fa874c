import { InvalidParameterError } from '@signalbox/http-core/errors';
import { NodeOperationError } from 'n8n-workflow';
import type { IHookFunctions, INode, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';

import { readTags } from './tags';
import type { TagInput, Tags } from './tags';
import { trust } from './trust';

/** Selects the files that a trigger reacts to. */
export interface Watch {
  /** Base URL of Trust's gateway: the same company ID in another environment is another company. */
  baseUrl: string;
  companyId: string;
  tags: Tags;
}

type TriggerContext = IHookFunctions | IPollFunctions | IWebhookFunctions;

/** @throws NodeOperationError for invalid tags, or if no company is configured */
export async function watchOf(ctx: TriggerContext): Promise<Watch> {
  const credential = await ctx.getCredentials(trust.credentialType);
  return refusing(ctx.getNode(), () => {
    const { baseUrl, defaults = {} } = trust.configure(credential);
    const own = String(ctx.getNodeParameter('companyId', '') ?? '').trim();
    const companyId = own || String(defaults.companyId ?? '').trim();
    if (companyId === '') {
      throw new InvalidParameterError(
        'There is no company ID',
        'Enter it in the credential or in the node. Trust can tell you yours.',
      );
    }
    return { baseUrl, companyId, tags: givenTags(ctx) };
  });
}

/** Serializes a watch. Equal watches give equal strings, whatever the order of their tags. */
export function watchText({ baseUrl, companyId, tags }: Watch): string {
  const sorted = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({ baseUrl, companyId, tags: sorted });
}

/** Reads only the tags, without the credential. @throws NodeOperationError */
export function watchedTags(ctx: TriggerContext): Tags {
  return refusing(ctx.getNode(), () => givenTags(ctx));
}

/** True if a file has every watched tag with exactly the watched value. It may have more (trust-lighthouse.md §3.4). */
export function containsTags(tags: Readonly<Record<string, unknown>>, watched: Tags): boolean {
  return Object.entries(watched).every(([name, value]) => Object.hasOwn(tags, name) && tags[name] === value);
}

/** Runs `check`; turns an invalid parameter into the error that n8n shows. */
export function refusing<T>(node: INode, check: () => T): T {
  try {
    return check();
  } catch (error) {
    const description = error instanceof InvalidParameterError ? error.hint : undefined;
    throw new NodeOperationError(node, (error as Error).message, { description });
  }
}

function givenTags(ctx: TriggerContext): Tags {
  return readTags({
    specifyTags: ctx.getNodeParameter('specifyTags', 'fields') as TagInput['specifyTags'],
    tags: ctx.getNodeParameter('tags', {}),
    tagsJson: ctx.getNodeParameter('tagsJson', '{}'),
  });
}
