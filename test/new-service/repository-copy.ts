import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const here = join(__dirname, '..', '..');

/** Enough for a whole conformance run. */
const OUTPUT_BYTES = 64 * 1024 * 1024;

/** The files of this repository as they are now, in another folder and installed there. */
export class RepositoryCopy {
  /** This repository, in which nothing may be written. */
  static readonly here = new RepositoryCopy(here);

  private constructor(readonly root: string) {}

  /** Takes up to a minute: pnpm links what it has in its store. */
  static async create(): Promise<RepositoryCopy> {
    const copy = new RepositoryCopy(mkdtempSync(join(tmpdir(), 'signalbox-new-service-')));
    for (const file of await RepositoryCopy.here.#files('--cached', '--others', '--exclude-standard'))
      cpSync(join(here, file), join(copy.root, file), { recursive: true });
    await copy.run('git', 'init', '-q');
    await copy.run('git', 'add', '-A');
    await copy.run('node', 'bootstrap.cjs', 'setup');
    return copy;
  }

  /**
   * Runs a program of the copy.
   *
   * @returns its output
   * @throws Error with its output if it fails
   */
  async run(program: string, ...args: string[]): Promise<string> {
    const path = [dirname(process.execPath), join(this.root, 'node_modules', '.bin'), process.env.PATH];
    // jest tells its own worker by these.
    const { JEST_WORKER_ID: _worker, NODE_ENV: _mode, ...inherited } = process.env;
    const env = { ...inherited, PATH: path.join(delimiter), CI: 'true', FORCE_COLOR: '0' };
    try {
      const { stdout } = await execute(program, args, { cwd: this.root, env, maxBuffer: OUTPUT_BYTES });
      return stdout;
    } catch (error) {
      const { stdout, stderr } = error as { stdout?: string; stderr?: string };
      throw new Error(`${program} ${args.join(' ')} failed:\n${stdout ?? ''}${stderr ?? String(error)}`, {
        cause: error,
      });
    }
  }

  /** Files that differ from those that were copied. */
  async changedFiles(): Promise<string[]> {
    return await this.#files('--modified', '--others', '--exclude-standard');
  }

  async textsOf(files: readonly string[]): Promise<(readonly [file: string, text: string])[]> {
    return files.map((file) => [file, readFileSync(join(this.root, file), 'utf8')] as const);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  async #files(...options: string[]): Promise<string[]> {
    return (await this.run('git', 'ls-files', ...options)).split('\n').filter((file) => file !== '');
  }
}
