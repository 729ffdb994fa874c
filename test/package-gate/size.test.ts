import { size } from '@signalbox/package-gate/internal/checks/size';

const schema = (_: unknown, index: number) => ({ path: `dist/__schema__/${index}.json`, bytes: 500 });

/** A package with so many KB of code of its own and bundled from elsewhere. */
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
    ['as much as allowed of both', 150, 170, 0],
    ['too much code of its own', 151, 50, 1],
    ['too much code in all', 140, 181, 1],
  ])('%s', async (_, own, bundled, problems) => {
    expect((await verdictOn(own, bundled)).problems).toHaveLength(problems);
  });

  test.each([
    ['fewer operations than thirty are no reason for less', 150, 170, 3, 0],
    ['each further one may have 2 KB', 154, 170, 32, 0],
    ['and no more', 155, 100, 32, 1],
    ['in all either', 154, 171, 32, 1],
    ['and no number of them more than 400 KB', 200, 201, 200, 1],
  ])('%s', async (_, own, bundled, operations, problems) => {
    expect((await verdictOn(own, bundled, operations)).problems).toHaveLength(problems);
  });
});
