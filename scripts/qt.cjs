#!/usr/bin/env node
// Takes the arguments of the `qt` command, runs it on the pinned Node from whatever folder it was typed in.
'use strict';

const path = require('path');
const { ROOT, runPinned } = require('./pinned.cjs');

runPinned([path.join(ROOT, 'src', 'cli', 'main.ts'), ...process.argv.slice(2)]);
