import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { PlaygroundError } from './playground-error';
import { repositoryRoot } from './repository-root';

/** Data folder of `npm start`. */
export const defaultDataDir = join(repositoryRoot, '.signalbox', 'n8n');

/** Generated once for each data directory. */
export interface PlaygroundSecrets {
  encryptionKey: string;
  email: string;
  password: string;
}

/** Record of the playground's own imports, to tell them from a person's work. */
interface ImportRecord {
  /** By workflow id. */
  workflows: Record<
    string,
    {
      /** SHA-256 of the example file. */
      fileHash: string;
      /** Version that n8n gave to the imported workflow; a different one means that somebody edited it. */
      versionId: string;
    }
  >;
  /** By name. */
  credentials: Record<string, { id: string; /** SHA-256 of the data. */ dataHash: string }>;
}

const SECRETS = 'playground.json';
const LOCK = 'running.json';
const IMPORTS = 'imported.json';
const EMULATORS = 'emulators';

const START_OVER = 'Start over with an empty one: npm start -- --reset';

/** Entries that the playground and its n8n create in the folder. */
const OWN_ENTRIES = [SECRETS, LOCK, IMPORTS, '.n8n', '.cache', 'n8n.log', EMULATORS];

/** The folder that holds everything one playground remembers between two starts. */
export class DataDirectory {
  readonly path: string;

  constructor(path: string = defaultDataDir) {
    this.path = resolve(path);
  }

  get n8nLog(): string {
    return join(this.path, 'n8n.log');
  }

  /** File in which the emulator of a service may keep its state. */
  emulatorState(service: string): string {
    const folder = join(this.path, EMULATORS);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return join(folder, `${service}.json`);
  }

  /** Folder that n8n loads community packages from. */
  get communityPackages(): string {
    return join(this.path, '.n8n', 'nodes');
  }

  /**
   * Deletes everything, so that the next start is a first start.
   * @throws PlaygroundError if it is in use, or was not made by a playground
   */
  reset(): void {
    if (!existsSync(this.path)) return;
    if (!existsSync(join(this.path, SECRETS)) && readdirSync(this.path).length > 0) {
      throw new PlaygroundError(
        `${this.path} was not made by this playground, so it is not deleted.`,
        'Choose another folder with --data, or delete it yourself.',
      );
    }
    this.refuseIfInUse();
    rmSync(this.path, { recursive: true, force: true });
  }

  /**
   * Takes the folder for this process.
   * @throws PlaygroundError if another playground runs on it
   */
  lock(): void {
    this.#make();
    this.refuseIfInUse();
    this.refuseIfBroken();
    this.#write(LOCK, JSON.stringify({ pid: process.pid }));
    this.#close();
  }

  /** True if another process that runs has locked the folder. */
  isInUse(): boolean {
    const pid = this.#lockHolder();
    return pid !== undefined && pid !== process.pid && isAlive(pid);
  }

  /** @throws PlaygroundError if another playground runs on the folder */
  refuseIfInUse(): void {
    if (!this.isInUse()) return;
    const pid = this.#lockHolder();
    throw new PlaygroundError(
      `Another playground (process ${pid}) runs on ${this.path}.`,
      `Stop it with Ctrl-C where it was started, or with: kill ${pid}\n` +
        `If process ${pid} is something else, delete ${join(this.path, LOCK)}.`,
    );
  }

  /**
   * Looks at what earlier starts left.
   * @throws PlaygroundError if this playground cannot go on with it
   */
  refuseIfBroken(): void {
    for (const name of [SECRETS, IMPORTS]) this.#refuseIfNoJson(name);
    const config = join(this.path, '.n8n', 'config');
    if (!existsSync(config)) return;
    if (!existsSync(join(this.path, SECRETS))) {
      throw new PlaygroundError(
        `${join(this.path, SECRETS)} is missing, without which the credentials beside it cannot be read.`,
        `Put it back, or delete the folder ${this.path} and start over.`,
      );
    }
    const { encryptionKey } = JSON.parse(readFileSync(config, 'utf8')) as { encryptionKey?: string };
    if (encryptionKey === this.secrets().encryptionKey) return;
    throw new PlaygroundError(
      `${this.path} holds data of an older playground with another encryption key; n8n does not start with it.`,
      START_OVER,
    );
  }

  unlock(): void {
    if (this.#lockHolder() === process.pid) rmSync(join(this.path, LOCK), { force: true });
  }

  /** Reads the secrets, or makes them up on the first start. */
  secrets(): PlaygroundSecrets {
    const file = join(this.path, SECRETS);
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as PlaygroundSecrets;
    const secrets: PlaygroundSecrets = {
      encryptionKey: randomBytes(24).toString('base64url'),
      email: 'owner@signalbox.example',
      // n8n wants 8 to 64 characters, an upper-case letter and a digit.
      password: `Box1-${randomBytes(6).toString('hex')}`,
    };
    this.#make();
    this.#write(SECRETS, `${JSON.stringify(secrets, null, 2)}\n`);
    return secrets;
  }

  readImports(): ImportRecord {
    const file = join(this.path, IMPORTS);
    if (!existsSync(file)) return { workflows: {}, credentials: {} };
    return JSON.parse(readFileSync(file, 'utf8')) as ImportRecord;
  }

  writeImports(record: ImportRecord): void {
    this.#write(IMPORTS, `${JSON.stringify(record, null, 2)}\n`);
  }

  #make(): void {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
  }

  #write(name: string, text: string): void {
    writeFileSync(join(this.path, name), text, { mode: 0o600 });
  }

  /** Takes everything from others that an earlier start, or n8n in it, may have left open to them. */
  #close(): void {
    const entries = readdirSync(this.path);
    const own = entries.filter((name) => OWN_ENTRIES.includes(name));
    // With --data it may be a folder that holds other things too.
    if (own.length === entries.length) chmodSync(this.path, 0o700);
    for (const name of own) closeToOthers(join(this.path, name));
  }

  #lockHolder(): number | undefined {
    try {
      return (JSON.parse(readFileSync(join(this.path, LOCK), 'utf8')) as { pid: number }).pid;
    } catch {
      return undefined;
    }
  }

  #refuseIfNoJson(name: string): void {
    const file = join(this.path, name);
    if (!existsSync(file)) return;
    try {
      JSON.parse(readFileSync(file, 'utf8'));
    } catch (error) {
      throw new PlaygroundError(`${file} is no JSON: ${(error as Error).message}.`, START_OVER, {
        cause: error,
      });
    }
  }
}

/** Only the owner may read or change it, and all in it. */
function closeToOthers(path: string): void {
  const stats = lstatSync(path);
  // The target of a link is not ours.
  if (stats.isSymbolicLink()) return;
  if ((stats.mode & 0o077) !== 0) chmodSync(path, stats.mode & 0o700);
  if (!stats.isDirectory()) return;
  for (const name of readdirSync(path)) closeToOthers(join(path, name));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
