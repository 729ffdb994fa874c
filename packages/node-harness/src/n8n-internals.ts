import './environment';
import 'reflect-metadata';
import { createRequire } from 'node:module';

/** The dependency injection container of n8n (`@n8n/di`), as far as the harness needs it. */
interface DiContainer {
  get<T>(type: new (...args: never[]) => T): T;
  set(type: unknown, instance: unknown): void;
}

// Resolved from n8n-core, so that these are the very instances n8n-core works with.
export const fromN8nCore = createRequire(require.resolve('n8n-core'));

export const { Container } = fromN8nCore('@n8n/di') as { Container: DiContainer };

/** n8n's logger class: the key under which nodes and n8n-core find their logger. */
export const { Logger } = fromN8nCore('@n8n/backend-common') as { Logger: unknown };
