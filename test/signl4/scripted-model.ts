import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Message {
  role: string;
  content: unknown;
}

/** A chat model behind OpenAI's API, with a script instead of a mind. */
export interface ScriptedModel {
  /** Base URL for the credential of n8n's OpenAI node. */
  url: string;
  /** The messages of each request, in the order of their arrival. */
  asked: Message[][];
  close(): Promise<void>;
}

/**
 * Starts a model that calls one tool, and then repeats what it was told about it.
 *
 * @param args of the tool
 */
export async function scriptedModel(tool: string, args: Record<string, unknown>): Promise<ScriptedModel> {
  const asked: Message[][] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { messages = [] } = JSON.parse(body || '{}') as { messages?: Message[] };
      asked.push(messages);
      const told = messages.filter(({ role }) => role === 'tool').at(-1);
      const message = told
        ? { role: 'assistant', content: `I was told: ${JSON.stringify(told.content)}` }
        : {
            role: 'assistant',
            content: null,
            tool_calls: [
              { id: 'call_1', type: 'function', function: { name: tool, arguments: JSON.stringify(args) } },
            ],
          };
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          id: 'chatcmpl-1',
          object: 'chat.completion',
          created: 1,
          model: 'scripted',
          choices: [{ index: 0, message, finish_reason: told ? 'stop' : 'tool_calls' }],
          usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
