import { lazy } from '@signalbox/http-core';
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { dataConnector } from '../../api/data-connector';
import type { DataConnector } from '../../api/data-connector';
import { flag, ids, text, textMap, withIds } from '../../api/wire';

/** Replaces header values in the output. */
const HIDDEN = '[hidden]';

/** Output of a Data Connector. */
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
 * Adds the IDs and drops config objects of other types. Removes the secrets unless they were asked for: the service returns
 * the signature secret in clear (disruptive-technologies.md §2a).
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
