#!/usr/bin/env node
'use strict';

// The emulators are run from their TypeScript source; there is nothing to build.
require('tsx/cjs/api').register();
require('../src/cli/main');
