import { join } from 'node:path';
import { disposeIsolate, installIsolate, loadPackage, runNode } from '@signalbox/node-harness';
import { echoService } from './echo-service';

/** Runs a node as n8n does in production: code in a vm context, expressions in an isolate. Prints what came of it. */
async function main(): Promise<void> {
  const engine = await installIsolate();
  const service = await echoService();
  const run = await runNode({
    packages: [await loadPackage(join(__dirname, 'fixtures', 'n8n-nodes-echo'))],
    nodeType: 'n8n-nodes-echo.echo',
    parameters: { text: '={{ $json.word.toUpperCase() }}' },
    credentials: { echoApi: { baseUrl: service.url, apiKey: 'key-4711' } },
    items: [{ json: { word: 'a' } }],
  });
  await service.close();
  await disposeIsolate();
  process.stdout.write(JSON.stringify({ engine, status: run.status, json: run.outputs[0]?.[0]?.json }));
}

void main();
