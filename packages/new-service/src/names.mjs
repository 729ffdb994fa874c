/** Words that stand for one thing, in every form that the templates need. */

/** @param {string} text @returns {string[]} */
function wordsOf(text) {
  return text.match(/[A-Za-z0-9]+/g) ?? [];
}

/** @param {string} word */
function capitalized(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** `Parcel Locker` becomes `ParcelLocker`. @param {string} text */
export function pascalCase(text) {
  return wordsOf(text).map(capitalized).join('');
}

/** `Parcel Locker` becomes `parcelLocker`. @param {string} text */
export function camelCase(text) {
  const [first = '', ...others] = wordsOf(text);
  return first.toLowerCase() + others.map(capitalized).join('');
}

/** `Parcel Locker` becomes `parcel-locker`. @param {string} text */
export function kebabCase(text) {
  return wordsOf(text)
    .map((word) => word.toLowerCase())
    .join('-');
}

/** Regular English plural. @param {string} noun */
function plural(noun) {
  if (/(s|x|z|ch|sh)$/.test(noun)) return `${noun}es`;
  return /[^aeiou]y$/.test(noun) ? noun.replace(/y$/, 'ies') : `${noun}s`;
}

/** @param {string} noun in the singular, such as `power outlet` */
export function resourceNames(noun) {
  const word = noun.toLowerCase();
  const many = plural(word);
  const one = `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;
  return {
    word,
    one,
    many,
    Word: capitalized(word),
    One: capitalized(one),
    Many: capitalized(many),
    label: word.split(' ').map(capitalized).join(' '),
    type: pascalCase(word),
    types: pascalCase(many),
    key: camelCase(word),
    keys: camelCase(many),
    CONST: many.toUpperCase().replaceAll(' ', '_'),
    folder: kebabCase(word),
    folders: kebabCase(many),
    path: kebabCase(many),
  };
}

/** Up to two letters for an icon. @param {string} name */
export function initials(name) {
  const words = wordsOf(name);
  const letters = words.length > 1 ? words.map((word) => word.charAt(0)).join('') : (words[0] ?? '');
  return letters.slice(0, 2).toUpperCase();
}
