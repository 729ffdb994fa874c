/** From the index of the first character to that after the last. */
export type Range = readonly [start: number, end: number];

/** A character as it can be read at a place of a text, and how much of the text it takes. */
type Reading = readonly [codePoint: number, length: number];

/** Longest form of one character: a surrogate pair as `\ud83d\udd11`. */
const MAX_FORM = 12;

/** States at one place. A text in which there are more, none of which is the end of another, is not searched. */
const MAX_STATES = 16;

/** Index of the state in which nothing of a secret has been read. */
const ROOT = 0;

/**
 * Finds any of several secrets in a text, in linear time, even if some of their characters are encoded.
 *
 * An Aho-Corasick automaton over characters. An encoded character is also text as it stands, so the automaton is in several
 * states at a time, one for each way to read what comes before.
 */
export class SecretSearch {
  // A state is what has been read of some secret, as an index into these.
  readonly #character: number[] = [-1];
  readonly #depth: number[] = [0];
  readonly #firstChild: number[] = [0];
  readonly #nextSibling: number[] = [0];
  /** Length of the longest secret that ends here, in characters; 0 if none does. */
  readonly #found: number[] = [0];
  /** The state for the longest end of what has been read that still begins a secret. */
  readonly #shorter: number[] = [ROOT];
  /** The same, without those that cannot read more than this one can. Keeps the way back short: AAAA is not left A by A. */
  readonly #retry: number[] = [ROOT];
  /** Number of states that end with this one, including itself; their ranks start with its rank. */
  readonly #family: number[];
  readonly #rank: number[];

  constructor(secrets: Iterable<string>) {
    for (const secret of secrets) this.#add(secret);
    const states = this.#link();

    this.#family = states.map(() => 1);
    for (const state of states.slice(1).reverse())
      this.#family[this.#shorter[state]!]! += this.#family[state]!;
    this.#rank = [0];
    const free = [1];
    for (const state of states.slice(1)) {
      const shorter = this.#shorter[state]!;
      this.#rank[state] = free[shorter]!;
      free[shorter]! += this.#family[state]!;
      free[state] = this.#rank[state] + 1;
    }
  }

  /**
   * Ranges of the secrets, in no order. They may overlap.
   *
   * @param isCut true if the text goes on: then a secret that begins at its end counts as well
   * @throws Error when there are too many ways to read the text
   */
  rangesIn(text: string, isCut: boolean): Range[] {
    const end = text.length;
    // A node is a state at a place. An edge leads to it from the node before it, by reading one character.
    const state: number[] = [ROOT];
    const place: number[] = [0];
    const from: number[] = [];
    const to: number[] = [];
    const nodesAt: (number[] | undefined)[] = [[0]];
    for (let at = 0; at < end; at++) {
      const nodes = nodesAt[at] ?? [];
      nodesAt[at] = undefined;
      for (const [character, length] of nodes.length > 0 ? readingsAt(text, at) : []) {
        const there = (nodesAt[at + length] ??= []);
        for (const node of nodes) {
          const next = this.#read(state[node]!, character);
          let target = there.find((other) => state[other] === next);
          if (target === undefined) {
            if (there.length === MAX_STATES && !this.#makeRoom(there, state, next)) continue;
            target = state.push(next) - 1;
            place.push(at + length);
            there.push(target);
          }
          from.push(node);
          to.push(target);
        }
      }
    }

    const ranges: Range[] = [];
    /** Number of characters before each node that belong to a secret. */
    const hidden = state.map((one, node) => {
      const isLast = isCut && place[node]! > end - MAX_FORM && this.#depth[one]! > 0;
      if (isLast) ranges.push([place[node]!, end]);
      return isLast ? this.#depth[one]! : this.#found[one]!;
    });
    for (let edge = to.length - 1; edge >= 0; edge--) {
      const [before, after] = [from[edge]!, to[edge]!];
      if (hidden[after] === 0) continue;
      ranges.push([place[before]!, place[after]!]);
      hidden[before] = Math.max(hidden[before]!, hidden[after]! - 1);
    }
    return ranges;
  }

  /**
   * Leaves out nodes whose state is the end of another one's, through which the same secrets are found.
   *
   * @returns false if that holds for the new state
   */
  #makeRoom(nodes: number[], state: readonly number[], next: number): boolean {
    const states = [next, ...nodes.map((node) => state[node]!)];
    const kept = nodes.filter((node) => !states.some((other) => this.#endsWith(other, state[node]!)));
    if (states.some((other) => this.#endsWith(other, next))) return false;
    if (kept.length === MAX_STATES) throw new Error('Too many ways to read a text');
    nodes.splice(0, nodes.length, ...kept);
    return true;
  }

  /** Returns true if the text read in one state ends with the text read in another one. */
  #endsWith(state: number, other: number): boolean {
    const [at, from] = [this.#rank[state]!, this.#rank[other]!];
    return from < at && at < from + this.#family[other]!;
  }

  #add(secret: string): void {
    let state = ROOT;
    for (const character of secret) {
      const code = character.codePointAt(0)!;
      state = this.#childOf(state, code) ?? this.#addChild(state, code);
    }
    this.#found[state] = this.#depth[state]!;
  }

  #addChild(state: number, code: number): number {
    const child = this.#character.push(code) - 1;
    this.#depth.push(this.#depth[state]! + 1);
    this.#nextSibling.push(this.#firstChild[state]!);
    this.#firstChild.push(0);
    this.#firstChild[state] = child;
    this.#found.push(0);
    return child;
  }

  /** The root is not a child of any state, so its index stands for none. */
  #childOf(state: number, code: number): number | undefined {
    for (let child = this.#firstChild[state]!; child !== 0; child = this.#nextSibling[child]!) {
      if (this.#character[child] === code) return child;
    }
    return undefined;
  }

  *#childrenOf(state: number): Generator<number> {
    for (let child = this.#firstChild[state]!; child !== 0; child = this.#nextSibling[child]!) yield child;
  }

  /** Breadth first, since a state is linked to one that is less deep. @returns all states in that order */
  #link(): number[] {
    const queue = [ROOT];
    for (const state of queue) {
      const shorter = this.#shorter[state]!;
      for (const child of this.#childrenOf(state)) {
        this.#shorter[child] = state === ROOT ? ROOT : this.#read(shorter, this.#character[child]!);
        queue.push(child);
      }
      if (state === ROOT) continue;
      if (this.#found[state] === 0) this.#found[state] = this.#found[shorter]!;
      let isOfNoUse = shorter !== ROOT;
      for (const child of this.#childrenOf(shorter)) {
        isOfNoUse &&= this.#childOf(state, this.#character[child]!) !== undefined;
      }
      this.#retry[state] = isOfNoUse ? this.#retry[shorter]! : shorter;
    }
    return queue;
  }

  #read(state: number, code: number): number {
    for (;;) {
      const child = this.#childOf(state, code);
      if (child !== undefined) return child;
      if (state === ROOT) return ROOT;
      state = this.#retry[state]!;
    }
  }
}

/** Every character that the text can mean at this place: the one that stands there, and the one that is encoded there. */
function readingsAt(text: string, at: number): Reading[] {
  const code = text.codePointAt(at)!;
  const plain: Reading = [code, code > 0xffff ? 2 : 1];
  if (code === PLUS) return [plain, [SPACE, 1]];
  const encoded = decodedAt(text, at);
  return encoded ? [plain, encoded] : [plain];
}

const [PLUS, SPACE] = [0x2b, 0x20];

/** The encoded character that begins here: a code of percent-encoding or an escape of JSON. */
export function decodedAt(text: string, at: number): Reading | undefined {
  if (text[at] === '%') return percentDecoded(text, at);
  return text[at] === '\\' ? unescaped(text, at) : undefined;
}

/** UTF-8, a byte in two hexadecimal digits after each `%`. */
function percentDecoded(text: string, at: number): Reading | undefined {
  const first = parseInt(hexAt(text, at + 1, 2), 16);
  if (Number.isNaN(first)) return undefined;
  const bytes = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const all: string[] = [];
  for (let index = 0; index < bytes; index++) {
    const digits = hexAt(text, at + 3 * index + 1, 2);
    if (text[at + 3 * index] !== '%' || digits === '') return undefined;
    all.push(digits);
  }
  const code = Buffer.from(all.join(''), 'hex').toString('utf8').codePointAt(0)!;
  // Invalid UTF-8 becomes more than one character, or the replacement character.
  return Buffer.byteLength(String.fromCodePoint(code)) === bytes ? [code, 3 * bytes] : undefined;
}

/** Escapes of JSON but for `\u`. */
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

function unescaped(text: string, at: number): Reading | undefined {
  const letter = text[at + 1] ?? '';
  if (Object.hasOwn(ESCAPES, letter)) return [ESCAPES[letter]!.codePointAt(0)!, 2];
  const unit = unitAt(text, at);
  if (Number.isNaN(unit)) return undefined;
  const pair = String.fromCharCode(unit, unitAt(text, at + 6)).codePointAt(0)!;
  return pair > 0xffff ? [pair, 12] : [unit, 6];
}

/** The number of a `\uXXXX`, or NaN. */
function unitAt(text: string, at: number): number {
  return text.startsWith('\\u', at) ? parseInt(hexAt(text, at + 2, 4), 16) : NaN;
}

/** This many hexadecimal digits, or nothing. */
function hexAt(text: string, at: number, digits: number): string {
  const found = text.slice(at, at + digits);
  return found.length === digits && /^[\da-f]+$/i.test(found) ? found : '';
}
