import { randomUUID } from 'node:crypto';
import {
  UserError,
  type ILoadOptionsFunctions,
  type INodeListSearchResult,
  type INodePropertyOptions,
} from 'n8n-workflow';
import { additionalData } from './additional-data';
import { buildWorkflow } from './build-workflow';
import { captureLogs } from './capture-logs';
import { LoadOptionsContext } from './n8n-core';
import type { NodeUnderTest } from './node-under-test';
import { acquireIsolate, releaseIsolate } from './older-n8n';

interface LoadOptionsRequest extends NodeUnderTest {
  /** Name of the method, as in `loadOptionsMethod` or `searchListMethod`. */
  method: string;
  /** Path of the parameter with the drop-down. */
  path?: string;
}

interface ListSearchRequest extends LoadOptionsRequest {
  /** Search text of the user. */
  filter?: string;
  /** From the previous page. */
  paginationToken?: string;
}

/** Loads the options of a drop-down like the editor. Rejects with the error of the node. */
export async function loadOptions(request: LoadOptionsRequest): Promise<INodePropertyOptions[]> {
  return await callMethod(request, async (context, { methods }) => {
    const method = methods?.loadOptions?.[request.method];
    if (!method) throw missing('loadOptions', request, methods?.loadOptions);
    return await method.call(context);
  });
}

/** Loads the list of a resource locator like the editor. Rejects with the error of the node. */
export async function listSearch(request: ListSearchRequest): Promise<INodeListSearchResult> {
  return await callMethod(request, async (context, { methods }) => {
    const method = methods?.listSearch?.[request.method];
    if (!method) throw missing('listSearch', request, methods?.listSearch);
    const result = await method.call(context, request.filter, request.paginationToken);
    const token: unknown = result.paginationToken;
    return typeof token === 'number' ? { ...result, paginationToken: String(token) } : result;
  });
}

async function callMethod<T>(
  request: LoadOptionsRequest,
  call: (
    context: ILoadOptionsFunctions,
    nodeType: ReturnType<ReturnType<typeof buildWorkflow>['types']['getByNameAndVersion']>,
  ) => Promise<T>,
): Promise<T> {
  return await captureLogs(async (logs) => {
    const { workflow, node, types, credentials } = buildWorkflow({ nodeName: 'Temp-Node', ...request });
    const data = additionalData({ credentials, logs, executionId: randomUUID() });
    data.currentNodeParameters = node.parameters;
    const context = new LoadOptionsContext(workflow, node, data, request.path ?? '');
    await acquireIsolate(workflow);
    try {
      return await call(context, types.getByNameAndVersion(node.type, node.typeVersion));
    } finally {
      await releaseIsolate(workflow);
    }
  });
}

function missing(kind: string, request: LoadOptionsRequest, methods: object | undefined): Error {
  const available = Object.keys(methods ?? {}).join(', ') || 'none';
  return new UserError(
    `"${request.nodeType}" has no ${kind} method "${request.method}" (available: ${available})`,
  );
}
