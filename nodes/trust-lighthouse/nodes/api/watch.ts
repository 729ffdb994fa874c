import { InputProblem } from '@signalbox/http-core/errors';
import { NodeOperationError } from 'n8n-workflow';
import type { IHookFunctions, INode, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';

import { readTags } from './tags';
import type { TagInput, Tags } from './tags';
import { trust } from './trust';

/** Which files a trigger waits for. */
export interface Watch {
  /** Base URL of Trust's gateway: the same company elsewhere is another one. */
  baseUrl: string;
  companyId: string;
  tags: Tags;
}

type TriggerContext = IHookFunctions | IPollFunctions | IWebhookFunctions;

/** @throws NodeOperationError for tags that cannot be right, and without a company */
export async function watchOf(ctx: TriggerContext): Promise<Watch> {
  const credential = await ctx.getCredentials(trust.credentialType);
  return refusing(ctx.getNode(), () => {
    const { baseUrl, defaults = {} } = trust.connect(credential);
    const own = String(ctx.getNodeParameter('companyId', '') ?? '').trim();
    const companyId = own || String(defaults.companyId ?? '').trim();
    if (companyId === '') {
      throw new InputProblem(
        'There is no company ID',
        'Put it into the credential, or into the node. Trust tells you the ID of yours.',
      );
    }
    return { baseUrl, companyId, tags: givenTags(ctx) };
  });
}

/** A watch as one text: the same for the same, in whatever order the tags are given. */
export function watchText({ baseUrl, companyId, tags }: Watch): string {
  const sorted = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({ baseUrl, companyId, tags: sorted });
}

/** The tags alone, without a look at the credential. @throws NodeOperationError */
export function watchedTags(ctx: TriggerContext): Tags {
  return refusing(ctx.getNode(), () => givenTags(ctx));
}

/**
 * Whether a file has every watched tag, each with exactly the watched text; it may have more
 * (trust-lighthouse.md §3.4).
 */
export function containsTags(tags: Readonly<Record<string, unknown>>, watched: Tags): boolean {
  return Object.entries(watched).every(([name, value]) => Object.hasOwn(tags, name) && tags[name] === value);
}

/** Does as `check` does, with a problem of the input turned into what n8n shows. */
export function refusing<T>(node: INode, check: () => T): T {
  try {
    return check();
  } catch (error) {
    const description = error instanceof InputProblem ? error.remedy : undefined;
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
