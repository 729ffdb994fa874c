'use strict';

// The scripts in package.json start here. Only this file has to parse on an old Node (it does on 12), so that an old Node
// gets a clear message and everything else can be written in today's syntax.

const OLDEST_NODE = 20;

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  console.error(
    '\n  This needs Node ' +
      OLDEST_NODE +
      ' or newer, and this is ' +
      process.version +
      '.\n\n' +
      '  Install the current one from https://nodejs.org/ or with your version manager (nvm install 24, fnm install 24).\n',
  );
  process.exitCode = 1;
} else {
  import('./bootstrap.mjs');
}
