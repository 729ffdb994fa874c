/** No bracket, which would end the key; nothing invisible; and nothing that means something to parsers of nested parameters. */
const KEY = /^[^[\]\p{C}\p{Zl}\p{Zp}]{1,100}$/u;

/** Whether a name can stand in brackets, as in `meta[name]`, when it is sent percent-encoded. */
export function isBracketKey(name: string): boolean {
  return KEY.test(name) && name !== '__proto__' && name.trim() !== '';
}
