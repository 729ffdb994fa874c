import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { requireFromN8n } from '@signalbox/n8n-versions';
import { loadPackage, runNode } from '@signalbox/node-harness';
import type { LoadedPackage, NodeRun, RunNodeOptions } from '@signalbox/node-harness';
import type { INodeParameters } from 'n8n-workflow';

let loaded: Promise<LoadedPackage> | undefined;

/** n8n's own nodes, as they come with n8n; loaded once per test file. */
async function builtInNodes(): Promise<LoadedPackage> {
  loaded ??= loadPackage(dirname(requireFromN8n.resolve('n8n-nodes-base/package.json')));
  return await loaded;
}

/** Settings of n8n's HTTP Request node. */
export interface HttpRequest extends Pick<RunNodeOptions, 'credentials' | 'items'> {
  packages: readonly LoadedPackage[];
  /** Credential type. */
  type: string;
  url: string;
  typeVersion?: number;
  parameters?: INodeParameters;
}

/** Sends a request with n8n's real HTTP Request node and a credential of another package. */
export async function sendWithHttpRequestNode(request: HttpRequest): Promise<NodeRun> {
  const { packages, type, url, typeVersion = 4.2, parameters, ...rest } = request;
  return await runNode({
    packages: [...packages, await builtInNodes()],
    nodeType: 'n8n-nodes-base.httpRequest',
    typeVersion,
    parameters: {
      url,
      authentication: 'predefinedCredentialType',
      nodeCredentialType: type,
      ...parameters,
    },
    ...rest,
  });
}

/** A proxy that keeps all it gets, and answers 200 to everything. */
export interface ListeningProxy {
  url: string;
  /** Request lines and headers. */
  heard: string[];
  close(): Promise<void>;
}

export async function listeningProxy(): Promise<ListeningProxy> {
  const heard: string[] = [];
  const server = createServer(({ method, url, headers }, response) => {
    heard.push(`${method} ${url} ${JSON.stringify(headers)}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"through":"proxy"}');
  });
  server.on('connect', ({ url, headers }, socket) => {
    heard.push(`CONNECT ${url} ${JSON.stringify(headers)}`);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
