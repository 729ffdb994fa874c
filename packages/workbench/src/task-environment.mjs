import { delimiter, join } from 'node:path';
import { findTaskNode } from './machine.mjs';
import { modules } from './paths.mjs';

/** A task and all that it starts find Node 24 and the installed programs first. */
export function taskEnvironment() {
  return {
    ...process.env,
    PATH: [findTaskNode(), join(modules, '.bin'), process.env.PATH].join(delimiter),
    TURBO_TELEMETRY_DISABLED: '1',
  };
}
