import { Command } from 'commander';
import { bundlePackage } from './bundle/bundle-package';
import type { BundleResult } from './bundle/emit-bundle';
import { watchPackage } from './bundle/watch-package';
import { generateFiles } from './generate/generate-files';
import { listPackages } from './generate/list-packages';
import { packPackage } from './pack/pack-package';

const program = new Command('package-tools').description(
  'Bundle and pack an n8n node package, and generate its files.',
);

const reportBundle = ({ files, bundledPackages }: BundleResult): void => {
  for (const { path, bytes } of files) console.log(`${String(bytes).padStart(8)}  ${path}`);
  for (const { name, bytes } of bundledPackages)
    console.log(`${String(bytes).padStart(8)}  of them from ${name}`);
};

program
  .command('bundle')
  .description('build dist from the TypeScript sources')
  .argument('[dir]', 'folder of the node package', '.')
  .option('--watch', 'rebuild after every change')
  .action(async (dir: string, { watch }: { watch?: boolean }) => {
    if (!watch) return reportBundle(await bundlePackage(dir));
    await watchPackage(dir, (event) => {
      if ('error' in event) console.error(`package-tools: ${event.error.message}`);
      else console.log(`built ${event.result.files.length} files, watching`);
    });
  });

program
  .command('generate')
  .description('write what follows from the operations: output schemas and the tables of the README')
  .argument('[dir]', 'folder of the node package', '.')
  .option('--check', 'change nothing, but fail when something is out of date')
  .action((dir: string, { check }: { check?: boolean }) => {
    const outdated = generateFiles(dir, { write: !check });
    for (const path of outdated) console.log(`${check ? 'out of date' : 'written'}: ${path}`);
    if (check && outdated.length > 0) process.exitCode = 1;
  });

program
  .command('list')
  .description('write the table of packages in the README of the repository')
  .argument('[dir]', 'folder of the repository', '.')
  .action((dir: string) => {
    if (listPackages(dir, { write: true })) console.log('written: README.md');
  });

program
  .command('pack')
  .description('make the tarball that is published, in .signalbox/packages of the workspace')
  .argument('[dir]', 'folder of the node package', '.')
  .action(async (dir: string) => {
    const { path, files, unpackedBytes, packedBytes } = await packPackage(dir);
    console.log(`${path}\n${files.length} files, ${unpackedBytes} bytes unpacked, ${packedBytes} packed`);
  });

program.parseAsync().catch((error: Error) => {
  console.error(`package-tools: ${error.message}`);
  process.exitCode = 1;
});
