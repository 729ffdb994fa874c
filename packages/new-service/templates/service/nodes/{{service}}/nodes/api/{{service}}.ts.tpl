import { secretsOf } from '@signalbox/credentials';
import { lazy } from '@signalbox/http-core';
import type { Service } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import { baseUrlOf } from './base-url';

/** Body of a refusal ({{service}}.md §1). */
const refusal = lazy(() => z.looseObject({ message: z.string() }));

/** {{name}}: a REST API with {{authWords}} ({{service}}.md §1). */
export const {{key}}: Service = {
  name: '{{name}}',
  credentialType: '{{key}}Api',
  refreshesToken: {{#if isExpiring}}true{{else}}false{{/if}},
  configure: (credential) => ({
    baseUrl: baseUrlOf(credential),
    secrets: secretsOf(credential, {{{secretsOf}}}),
  }),
  explain(body) {
    const checked = z.safeParse(refusal(), body);
    return checked.success ? checked.data.message : undefined;
  },
  hints: {
    401: 'Check {{secretLabels}} of the credential.',
    403: 'The credential may not do this. Check its permissions in {{name}}.',
  },
};
