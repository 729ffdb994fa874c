import { createRequire } from 'node:module';
import { playgroundServices } from '@signalbox/emulators';
import { claimPort } from '../claim-port';
import { DataDirectory } from '../data-directory';
import { checkNativeModule } from './check-native-module';

/** A condition without which `npm start` and `npm run dev` do not work. */
export interface Check {
  title: string;
  /** @throws PlaygroundError with what is wrong and what to do */
  check: () => void | Promise<void>;
}

/** Compiled for one version of Node; n8n does not start without the first one, and evaluates expressions with the second. */
const NATIVE_MODULES = ['sqlite3', 'isolated-vm'];

export interface CheckOptions {
  /** Folder of the playground; that of `npm start` by default. */
  dataDir?: string;
  /** Port of n8n; the others follow. */
  port: number;
}

/** The checks of what is installed, of the data of earlier starts, and of the ports. */
export function playgroundChecks({ dataDir, port }: CheckOptions): Check[] {
  const data = new DataDirectory(dataDir);
  const n8n = createRequire(__filename).resolve('n8n/package.json');
  const purposes = [
    'n8n',
    "n8n's task broker",
    ...playgroundServices().map(({ plugin }) => `the ${plugin.title} emulator`),
  ];
  return [
    ...NATIVE_MODULES.map((name) => ({ title: name, check: () => checkNativeModule(name, n8n) })),
    { title: 'Earlier start', check: () => data.refuseIfInUse() },
    { title: 'Data', check: () => data.refuseIfBroken() },
    ...purposes.map((purpose, index) => ({
      title: `Port ${port + index}`,
      check: async () => {
        // Then the ports are taken by what holds the folder, which is reported above.
        if (!data.isInUse()) await claimPort(port + index, purpose);
      },
    })),
  ];
}
