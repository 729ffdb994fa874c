// Runs in one process per measurement, so that only the modules that n8n has loaded are loaded before.
// Argument: a Probe as JSON. Prints a Measurement as JSON.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Measurement, Probe } from './probe';

const { dir, modules, after = [] } = JSON.parse(process.argv[2] ?? '') as Probe;
const require = createRequire(join(dir, 'package.json'));
const collectGarbage = (globalThis as { gc?: () => void }).gc;

/** Collects twice: garbage in the young generation survives the first collection. */
const heapBytes = (): number => {
  collectGarbage?.();
  collectGarbage?.();
  return process.memoryUsage().heapUsed;
};

for (const module of after) require(module);
let collations = 0;
const { localeCompare } = String.prototype;
String.prototype.localeCompare = function (this: string, ...args: [string]) {
  collations++;
  return localeCompare.apply(this, args);
};
const heapBefore = heapBytes();
const start = process.hrtime.bigint();
const loaded = modules.map(({ module, className }) => {
  try {
    const exported = require(module) as Record<string, new () => unknown>;
    const Class = className === undefined ? undefined : exported[className];
    return { instance: Class && new Class() };
  } catch (error) {
    return { error: String(error) };
  }
});
const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
const measurement: Measurement = { milliseconds, heapBytes: heapBytes() - heapBefore, collations, loaded };
process.stdout.write(JSON.stringify(measurement));
