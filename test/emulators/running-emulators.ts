import {
  manualClock,
  startEmulator,
  type Emulator,
  type EmulatorPlugin,
  type EmulatorOptions,
} from '@signalbox/emulators';

/** The emulators of one service that the tests of a file start. @param defaults for all of them */
export function runningEmulators<Control, Options extends object>(
  plugin: EmulatorPlugin<Control, Options>,
  defaults: Partial<Options> = {},
) {
  const running: Emulator<Control>[] = [];
  /** Starts an emulator that `stopAll` closes. */
  const start = async (options?: EmulatorOptions & Options): Promise<Emulator<Control>> => {
    const emulator = await startEmulator(plugin, { ...defaults, ...options } as EmulatorOptions & Options);
    running.push(emulator);
    return emulator;
  };
  return {
    start,
    /** Starts an emulator whose time stands still. */
    async startStill(options?: Options) {
      const clock = manualClock();
      return { clock, emulator: await start({ ...options, clock } as EmulatorOptions & Options) };
    },
    async stopAll(): Promise<void> {
      await Promise.all(running.splice(0).map((emulator) => emulator.close()));
    },
  };
}
