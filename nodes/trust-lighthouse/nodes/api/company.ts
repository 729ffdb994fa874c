import { once } from '@signalbox/http-core';
import type { INodeProperties } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

/** Whatever names a company, even a negative number, is a text to Trust (trust-lighthouse.md §3.1). */
export const companyId = once(() => z.string().check(z.trim(), z.minLength(1)));

/** Empty, it is the company of the credential: see `defaults` of the service. */
export const companyField: INodeProperties = {
  displayName: 'Company ID',
  name: 'companyId',
  type: 'string',
  default: '',
  placeholder: 'e.g. 1',
  description: 'The company to work for, as Trust calls it. Leave it empty for the one of the credential.',
};
