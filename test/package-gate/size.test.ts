import { size } from '@signalbox/package-gate/internal/checks/size';

const schema = (_: unknown, index: number) => ({ path: `dist/__schema__/${index}.json`, bytes: 500 });

/** Result for a package with so many KB of own and of bundled code. */
function verdictOn(ownKilobytes: number, bundledKilobytes: number, operations = 30) {
  if (size.needs !== 'tarball') throw new Error('the check of the size needs more than the tarball');
  const bytes = (ownKilobytes + bundledKilobytes) * 1024;
  return size.run({
    packed: { files: [{ path: 'dist/a.js', bytes }, ...Array.from({ length: operations }, schema)] },
    bundle: { bundledPackages: [{ name: 'zod', bytes: bundledKilobytes * 1024 }] },
  } as never);
}

describe('the size of a package', () => {
  test.each([
    ['own and bundled code up to the limits pass', 150, 170, 0],
    ['more own code than the limit fails', 151, 50, 1],
    ['more code in total than the limit fails', 140, 181, 1],
  ])('%s', async (_, own, bundled, problems) => {
    expect((await verdictOn(own, bundled)).problems).toHaveLength(problems);
  });

  test.each([
    ['fewer than thirty operations do not lower the limits', 150, 170, 3, 0],
    ['every further operation adds 2 KB', 154, 170, 32, 0],
    ['own code above the raised limit fails', 155, 100, 32, 1],
    ['total code above the raised limit fails', 154, 171, 32, 1],
    ['more than 400 KB in total fails with any number of operations', 200, 201, 200, 1],
  ])('%s', async (_, own, bundled, operations, problems) => {
    expect((await verdictOn(own, bundled, operations)).problems).toHaveLength(problems);
  });
});
