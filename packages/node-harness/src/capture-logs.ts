import { AsyncLocalStorage } from 'node:async_hooks';
import { LoggerProxy } from 'n8n-workflow';
import { Container, Logger } from './n8n-internals';

/** A line logged by the node or n8n-core, with its metadata (errors as objects). */
export interface LogLine {
  level: 'error' | 'warn' | 'info' | 'debug';
  message: string;
  metadata: unknown[];
}

const current = new AsyncLocalStorage<LogLine[]>();

function write(level: LogLine['level']) {
  return (message: string, ...metadata: unknown[]) =>
    void current.getStore()?.push({ level, message: String(message), metadata });
}

const logger = {
  error: write('error'),
  warn: write('warn'),
  info: write('info'),
  debug: write('debug'),
  scoped: () => logger,
};

Container.set(Logger, logger);
LoggerProxy.init(logger);

/**
 * Runs `work` and collects the lines that it logs, directly or asynchronously. Concurrent runs do not mix their lines. Nothing is
 * printed.
 */
export async function captureLogs<T>(work: (logs: LogLine[]) => Promise<T>): Promise<T> {
  const logs: LogLine[] = [];
  return await current.run(logs, () => work(logs));
}
