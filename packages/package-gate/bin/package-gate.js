#!/usr/bin/env node
const [major] = process.versions.node.split('.');
if (Number(major) < 24) {
  console.error(
    `package-gate needs Node 24, this is ${process.version}. Run it through pnpm, which brings its own.`,
  );
  process.exit(1);
}
require('tsx/cjs');
require('../src/cli');
