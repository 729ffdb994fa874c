/** No brackets, which would end the key, and no invisible characters. */
const KEY = /^[^[\]\p{C}\p{Zl}\p{Zp}]{1,100}$/u;

/** True if a name can be sent in brackets, as in `meta[name]`, when percent-encoded. */
export function isBracketKey(name: string): boolean {
  return KEY.test(name) && name !== '__proto__' && name.trim() !== '';
}
