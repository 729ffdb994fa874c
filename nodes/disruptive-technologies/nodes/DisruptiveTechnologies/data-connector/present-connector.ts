import { lazy } from '@signalbox/http-core';
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { dataConnector } from '../../api/data-connector';
import type { DataConnector } from '../../api/data-connector';
import { flag, ids, text, textMap, withIds } from '../../api/wire';

/** In the place of the value of a header. */
const HIDDEN = '[hidden]';

/** A Data Connector as the user gets it. */
export const presentedConnector = lazy(() =>
  z.extend(dataConnector(), {
    ...ids(),
    httpConfig: z.nullish(
      z.looseObject({
        url: text(),
        headers: textMap(),
        hasSignatureSecret: flag(),
        signatureSecret: text(),
      }),
    ),
  }),
);

/**
 * With its IDs, without the config objects of other types, and without its secrets unless they are wanted: the service answers
 * with the signature secret in clear (disruptive-technologies.md §2a).
 */
export function presentConnector(
  connector: DataConnector,
  { includeSignatureSecret = false }: { includeSignatureSecret?: boolean } = {},
): IDataObject {
  const { httpConfig, ...rest } = connector;
  const shown = Object.entries(rest).filter(([name, value]) => value !== null || !name.endsWith('Config'));
  const plain = withIds(Object.fromEntries(shown) as { name: string } & IDataObject);
  if (!httpConfig) return plain;
  const { signatureSecret, headers, ...others } = httpConfig;
  return {
    ...plain,
    httpConfig: {
      ...others,
      headers: includeSignatureSecret
        ? headers
        : Object.fromEntries(Object.keys(headers ?? {}).map((name) => [name, HIDDEN])),
      hasSignatureSecret: Boolean(signatureSecret),
      ...(includeSignatureSecret && { signatureSecret }),
    },
  };
}
