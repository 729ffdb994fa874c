import type { Fault, FaultInjection, FaultMatch } from './fault';

/** A fault that was injected. */
interface InjectedFault {
  /** Number of requests that got it so far. */
  readonly hits: number;
  remove(): void;
}

interface ActiveFault {
  match: FaultMatch;
  left: number;
  hits: number;
  fault: Fault;
}

/** The faults that wait for their request, in the order in which they were injected: the first match is played. */
export class FaultSwitchboard {
  readonly #active: ActiveFault[] = [];

  /** Arms a fault for the next matching requests. */
  inject(injection: FaultInjection): InjectedFault {
    const times = injection.times ?? 1;
    const active: ActiveFault = {
      match: injection.match ?? {},
      left: times === 'always' ? Infinity : times,
      hits: 0,
      fault: injection.fault,
    };
    this.#active.push(active);
    return {
      get hits() {
        return active.hits;
      },
      remove: () => this.#remove(active),
    };
  }

  /** Disarms everything. */
  clear(): void {
    this.#active.length = 0;
  }

  /** Armed faults, for display. */
  get armed(): readonly { readonly fault: Fault; readonly match: FaultMatch; readonly left: number }[] {
    return this.#active;
  }

  /** Takes the fault for this request, and counts it. `url` is path and query. */
  take(method: string, url: string): Fault | undefined {
    const found = this.#active.find((active) => matches(active.match, method, url));
    if (!found) return undefined;
    found.hits += 1;
    found.left -= 1;
    if (found.left <= 0) this.#remove(found);
    return found.fault;
  }

  #remove(active: ActiveFault): void {
    const index = this.#active.indexOf(active);
    if (index >= 0) this.#active.splice(index, 1);
  }
}

function matches(match: FaultMatch, method: string, url: string): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== method) return false;
  if (match.path === undefined) return true;
  if (match.path instanceof RegExp)
    return new RegExp(match.path.source, match.path.flags.replace(/[gy]/g, '')).test(url);
  const wanted = match.path.toLowerCase().replace(/\/+$/, '');
  const path = url.split('?', 1)[0]!.toLowerCase();
  return path === wanted || path.startsWith(`${wanted}/`);
}
