import type { Command } from 'commander';
import type { FastifyInstance } from 'fastify';
import type { AssumptionTable, AssumptionValue } from './assumption';
import type { Clock } from './clock';
import type { ControlRoom } from './control-room';
import type { Journal } from './journal';

/** Passed by the kit to a service. */
export interface EmulatorRuntime {
  readonly clock: Clock;
  readonly journal: Journal;
  /** Origin under which the emulator can be reached, without a slash at the end. */
  origin(): string;
}

/** A running emulated service, as returned by EmulatorPlugin.start(). */
export interface EmulatedService<Control> {
  /** Lets tests inspect the service and act as its users. */
  readonly control: Control;
  /** Adds the service's routes. Bodies arrive as `Buffer`, whatever their content type. */
  register(app: FastifyInstance): void;
  /** Restores the seed data and drops everything pending. */
  reset(): void;
  /** Stops everything pending. */
  close(): void;
  /** The path of a request with every credential in it masked, for logs and pages. */
  maskPath(path: string): string;
  readonly controlRoom: ControlRoom;
}

/** A service that can be emulated. */
export interface EmulatorPlugin<Control, Options extends object> {
  /** As it is named on the command line. */
  readonly name: string;
  /** As people call it. */
  readonly title: string;
  readonly assumptions: AssumptionTable;
  start(runtime: EmulatorRuntime, options: Options): EmulatedService<Control>;
  readonly commandLine: {
    /** Port if none is given. */
    readonly port: number;
    /** Adds the options that only this service has. */
    describe(command: Command): void;
    /** Turns what commander parsed into options of the plug-in. @throws Error with a clear message */
    options(parsed: Record<string, unknown>, assumptions: Record<string, AssumptionValue>): Options;
    /** Seed data to print: label and value. Fixed test values, not secrets. */
    readonly seedLines: (origin: string) => readonly (readonly [label: string, value: string])[];
  };
}
