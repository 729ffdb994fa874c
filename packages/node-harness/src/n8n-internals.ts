import './environment';
import 'reflect-metadata';
import { createRequire } from 'node:module';

/** The part of n8n's dependency injection container (`@n8n/di`) in use. */
interface DiContainer {
  get<T>(type: new (...args: never[]) => T): T;
  set(type: unknown, instance: unknown): void;
}

// Resolved from n8n-core, to get the same instances.
export const fromN8nCore = createRequire(require.resolve('n8n-core'));

export const { Container } = fromN8nCore('@n8n/di') as { Container: DiContainer };

/** Class under which nodes and n8n-core look up their logger in the container. */
export const { Logger } = fromN8nCore('@n8n/backend-common') as { Logger: unknown };
