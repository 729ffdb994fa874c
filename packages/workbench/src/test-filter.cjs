'use strict';

/**
 * Narrows what jest would run to the tests whose path contains one of the parts in TEST_PARTS, separated by commas.
 *
 * @param {readonly string[]} tests
 */
module.exports = (tests) => {
  const parts = (process.env.TEST_PARTS ?? '').split(',').filter(Boolean);
  const matches = (/** @type {string} */ test) =>
    parts.length === 0 || parts.some((part) => test.replaceAll('\\', '/').includes(part));
  return { filtered: tests.filter(matches) };
};
