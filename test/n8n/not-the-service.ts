import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const PAGE = '<!DOCTYPE html><html><body>Sign in</body></html>';

interface Subject {
  /** The name of the service in a message. */
  name: string;
  /** The setting that a message asks to check if something other than the service responds. */
  address: string;
  /** True if the test of the credential recognises an empty response by its own rules. */
  ownRules?: boolean;
  check(url: string): Promise<{ status: string; message: string }>;
}

/** Tests what the test of a credential says when its address is not that of the service. */
export function describeNotTheService({ name, address, ownRules = false, check }: Subject): void {
  describe('where something else answers, the test of a credential', () => {
    let server: Server;
    let respond: [status: number, type: string, body: string];
    beforeAll(async () => {
      server = createServer((_, response) => {
        const [status, type, body] = respond;
        response.writeHead(status, { 'content-type': type, location: '/login' }).end(body);
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
    });
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });
    const told = async (...answer: typeof respond) => {
      respond = answer;
      const { status, message } = await check(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      expect(status).toBe('Error');
      return message;
    };

    test.each([500, 502, 503, 504])('says that a %d is no fault of the credential', async (status) => {
      expect(await told(status, 'application/json', '{}')).toBe(
        `${name} has a problem (HTTP ${status}), not the credential. Test it again in a few minutes.`,
      );
    });

    test.each([301, 302, 303, 307, 308])('says what to check after a %d', async (status) => {
      expect(await told(status, 'text/html', PAGE)).toContain(`heck ${address}`);
    });

    test('says what to check after a web page', async () => {
      const message = await told(200, 'text/html', PAGE);
      expect(message).toMatch(/web page comes back|response is a web page/);
      expect(message).toContain(`heck ${address}`);
    });

    test('does not take an empty response for success', async () => {
      const message = await told(200, 'text/plain', '');
      if (!ownRules) expect(message).toMatch(/an empty response comes back/);
    });

    test('says that there is no such address', async () => {
      expect(await told(404, 'text/html', PAGE)).toMatch(
        /[Cc](heck|ompare) "|"REST API URL" must end with the version/,
      );
    });
  });
}
