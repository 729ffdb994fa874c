import type { EncodedPath, Hints } from '@signalbox/http-core';
import type { Field, InputOf, Operation } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { pageOf } from '../api/wire';
import { getManyOperation } from './read-operations';

/** Get Permissions: what the service account of the credential may do, one item for each permission. */
export function getPermissionsOperation<const Fields extends readonly Field[]>(of: {
  resource: string;
  /** For use in a sentence, such as "a project". */
  noun: string;
  fields: Fields;
  path(input: InputOf<Fields>): EncodedPath;
  hints: Hints;
}): Operation {
  return getManyOperation<Fields, string>({
    ...of,
    operation: 'getPermissions',
    name: 'Get Permissions',
    action: `Get permissions in ${of.noun}`,
    description: `Retrieve what the service account of the credential may do in ${of.noun}`,
    noun: 'permissions',
    key: 'permissions',
    page: pageOf('permissions', z.string),
    toItem: (permission: string) => ({ permission }),
    output: () => z.object({ permission: z.string() }),
  });
}
