import type { FastifyInstance } from 'fastify';

export const LOGIN_PATH = '/login';

/** Page of a web application for a visitor who is not logged in. */
export const LOGIN_HTML =
  '<!doctype html><html><head><title>Log in to data.world</title></head><body><h1>Log in</h1>' +
  '<form method="post" action="/login"><input name="email"><input name="password" type="password">' +
  '<button>Log in</button></form></body></html>';

/** The page behind the redirect that some web applications send for an invalid token. */
export function loginPage(app: FastifyInstance): void {
  app.get(LOGIN_PATH, (_request, reply) => reply.type('text/html; charset=utf-8').send(LOGIN_HTML));
}
