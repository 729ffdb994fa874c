import type { FastifyInstance } from 'fastify';
import { html } from '../../kit/html';
import { badgeSvg } from '../badge-svg';
import type { DataworldService } from '../service';

type Path = { Params: { uid: string } };

/** Badges are visible without login. dataworld-sentry.md §5. */
export function badgeRoutes(app: FastifyInstance, { context, hoots }: DataworldService): void {
  const open = { config: { public: true } };
  const picture = (uid: string) => {
    const hoot = hoots.get(uid);
    return { hoot, svg: badgeSvg(hoot.name, hoots.badge(hoot)) };
  };

  app.get<Path>('/hoots/:uid/badge.svg', open, (request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .type('image/svg+xml')
      .send(picture(request.params.uid).svg.text),
  );

  if (!context.settings.undocumentedRoutes) return;

  app.get<Path>('/canaries/:uid/show', open, (request, reply) => {
    const { hoot, svg } = picture(request.params.uid);
    return reply
      .header('cache-control', 'no-store')
      .header('content-security-policy', "default-src 'none'")
      .type('text/html; charset=utf-8')
      .send(
        html`<!doctype html>
          <html lang="en">
            <title>${hoot.name}</title>
            <body>
              ${svg}
            </body>
          </html>`.text,
      );
  });
}
