import { lazy } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import { pageOf, text, textMap, texts } from './wire';

const authenticationConfig = lazy(() => z.nullish(z.looseObject({ tenantId: text(), clientId: text() })));

/**
 * A Data Connector (disruptive-technologies.md §2a). One of the config objects is there, by its type; the others are
 * missing or null.
 */
export const dataConnector = lazy(() =>
  z.looseObject({
    name: z.string(),
    displayName: text(),
    type: text(),
    status: text(),
    events: texts(),
    labels: texts(),
    httpConfig: z.nullish(z.looseObject({ url: text(), signatureSecret: text(), headers: textMap() })),
    pubsubConfig: z.nullish(z.looseObject({ topic: text(), audience: text() })),
    azureServiceBusConfig: z.nullish(
      z.looseObject({
        url: text(),
        authenticationConfig: authenticationConfig(),
        brokerProperties: z.nullish(z.looseObject({ correlationId: text() })),
      }),
    ),
    azureEventHubConfig: z.nullish(
      z.looseObject({ url: text(), authenticationConfig: authenticationConfig() }),
    ),
    awsSqsConfig: z.nullish(z.looseObject({ queueUrl: text(), awsRoleArn: text(), audience: text() })),
  }),
);
export type DataConnector = z.infer<ReturnType<typeof dataConnector>>;

export const dataConnectorPage = pageOf('dataConnectors', dataConnector);
