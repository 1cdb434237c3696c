// Takes nothing; runs the notebooks on synthetic days in a home of their own and writes their pages into docs/examples.
//
//   npm run examples         the same notebooks and the same sources give the same pages

import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleNames, examplePage, examplesFolder } from './example-pages.ts';

const home = mkdtempSync(join(tmpdir(), 'quantumtrader-examples-'));
process.env.QT_HOME = home;
try {
  const names = exampleNames();
  mkdirSync(examplesFolder, { recursive: true });
  for (const name of names) {
    writeFileSync(join(examplesFolder, `${name}.html`), await examplePage(name));
    console.log(name);
  }
  for (const file of readdirSync(examplesFolder)) {
    if (file.endsWith('.html') && !names.includes(file.slice(0, -'.html'.length))) rmSync(join(examplesFolder, file));
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
