import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlaygroundError } from './playground-error';
import { spawnPrivately } from './spawn-privately';

interface N8nServerOptions {
  port: number;
  env: Readonly<Record<string, string>>;
  /** File that n8n's output is appended to. */
  logFile: string;
  /** Arguments for Node; n8n by default. */
  program?: readonly string[];
}

/** n8n 2.41 does not start on an older Node. */
const NODE_MAJOR = 24;
/** First start on a slow machine: all migrations, cold disk. Measured: 10 to 15 s on two cores. */
const READY_TIMEOUT_MS = 180_000;
/** More than N8N_GRACEFUL_SHUTDOWN_TIMEOUT; after that n8n is killed. */
const STOP_TIMEOUT_MS = 10_000;

/** One n8n main process with its task runner. */
export class N8nServer {
  readonly url: string;
  #child: ChildProcess | undefined;

  constructor(private readonly options: N8nServerOptions) {
    this.url = `http://127.0.0.1:${options.port}`;
  }

  get running(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Process id while it runs. */
  get pid(): number | undefined {
    return this.running ? this.#child?.pid : undefined;
  }

  /**
   * Starts n8n and waits until it answers requests, not only its health check.
   * @throws PlaygroundError with the end of n8n's log, if it ends or does not get ready
   */
  async start(signal?: AbortSignal): Promise<void> {
    const major = Number(process.versions.node.split('.')[0]);
    if (major < NODE_MAJOR) {
      throw new PlaygroundError(
        `n8n needs Node ${NODE_MAJOR}, this is ${process.versions.node}.`,
        'Start it with npm start, which brings its own Node.',
      );
    }
    const { env, logFile, program = [n8nBinary(), 'start'] } = this.options;
    const child = spawnPrivately(
      process.execPath,
      ['--require', join(__dirname, 'end-with-parent.js'), ...program],
      // A separate group, so that n8n and its task runner can be ended together.
      { env, logFile, detached: true },
    );
    this.#child = child;
    try {
      await once(child, 'spawn');
      await this.#ready(signal);
    } catch (error) {
      await this.kill9();
      throw error;
    }
  }

  /** Lets n8n end in its own way, and makes sure that it did. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    if (this.running) {
      const ended = once(child, 'exit').then(() => true);
      child.kill('SIGTERM');
      await Promise.race([ended, sleep(STOP_TIMEOUT_MS, false, { ref: false })]);
    }
    await this.kill9();
  }

  /** Kills n8n and its task runner, as a power cut would. */
  async kill9(): Promise<void> {
    const child = this.#child;
    if (!child?.pid) return;
    const ended = this.running ? once(child, 'exit') : undefined;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch (error) {
      // ESRCH: no process of the group is left.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    await ended;
    this.#child = undefined;
  }

  async #ready(signal?: AbortSignal): Promise<void> {
    const deadline = Date.now() + READY_TIMEOUT_MS;
    // Readiness alone comes before the routes; settings alone may come before the migrations are done.
    for (const path of ['/healthz/readiness', '/rest/settings']) {
      while (!(await this.#answers(path))) {
        if (!this.running) throw this.#failure('n8n ended while it was starting');
        if (Date.now() > deadline)
          throw this.#failure(`n8n was not ready after ${READY_TIMEOUT_MS / 1000} s`);
        await sleep(150, undefined, { signal });
      }
    }
  }

  async #answers(path: string): Promise<boolean> {
    try {
      const response = await fetch(`${this.url}${path}`, { signal: AbortSignal.timeout(5_000) });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    }
  }

  #failure(what: string): PlaygroundError {
    const { logFile } = this.options;
    const tail = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
    return new PlaygroundError(
      `${what}. The end of its log:\n${tail}`,
      `The whole log is ${logFile}. To start over: npm start -- --reset`,
    );
  }
}

function n8nBinary(): string {
  return join(dirname(createRequire(__filename).resolve('n8n/package.json')), 'bin', 'n8n');
}
