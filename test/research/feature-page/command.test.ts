// `qt features page` on stored days; expects one HTML page with all features, one's own among them, that shows pictures.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/core/catalogue/catalogue.ts';
import { repositoryRoot, temporaryFolder, WarmQt } from '../../cli/support/qt.ts';
import { storeDays } from '../../runner/synthetic-run.ts';

const home = temporaryFolder('features-page');
const qt = new WarmQt();
const SECOND_DAY = '2027-03-02';
const out = join(home, 'features.html');
const ask = (...more: readonly string[]) =>
  qt.run('features', 'page', '--home', home, '--instrument', 'WDOFUT', '--out', out, ...more, '--json');

function ownFile(name: string, definition: string, value: string): string {
  const file = join(home, name);
  const source = JSON.stringify(join(repositoryRoot, 'src/index.ts'));
  writeFileSync(
    file,
    `import { defineFeature } from ${source};\nexport const mine = defineFeature({ ${definition}, meaning: 'a < b & "c"', unit: 'points', warmup: 1, sessionRule: 'continue' }, () => (out, candle) => out.set(${value}));\n`,
  );
  return file;
}

beforeAll(async () => {
  await storeDays(home, 11, 2);
});

describe('the page of features on data of one’s own', () => {
  it('has every feature of the catalogue and of the file, with pictures, and neither scripts nor links outside', async () => {
    const file = ownFile('mine.ts', "id: 'mine'", 'candle.close - candle.open');
    const { code, stdout } = await ask('--day', SECOND_DAY, '--file', file);
    expect(code).toBe(0);
    const result = JSON.parse(stdout) as { features: number; pictures: number };
    expect(result).toMatchObject({ features: catalogue.size + 1, instrument: 'WDOFUT', day: SECOND_DAY, columns: [] });
    const html = readFileSync(out, 'utf8');
    expect([...catalogue.keys(), 'mine'].filter((id) => !html.includes(`<code>${id}</code>`))).toEqual([]);
    expect(html.match(/<svg /g)).toHaveLength(result.pictures);
    expect(result.pictures).toBeGreaterThan(150);
    expect(html).toContain('a &lt; b &amp; &quot;c&quot;');
    expect(html).not.toMatch(/<script|<link|src=|url\(/);
    expect(html).toMatch(/no picture: needs/);
  });

  it('refuses an id that is taken, a feature that gives no number, and days that are none or not there', async () => {
    const taken = ownFile('taken.ts', "id: 'rsi_14'", 'candle.close');
    const broken = ownFile('broken.ts', "id: 'broken'", '0 / 0');
    const codes = [];
    for (const args of [
      ['--day', SECOND_DAY, '--file', taken],
      ['--day', SECOND_DAY, '--file', broken],
      ['--day', 'yesterday'],
      ['--day', '2027-05-03'],
    ]) {
      const { code, stdout, stderr } = await ask(...args);
      codes.push([code, (JSON.parse(stdout === '' ? stderr : stdout) as { error: { code: string } }).error.code]);
    }
    expect(codes).toEqual([
      [1, 'features-broken'],
      [1, 'features-broken'],
      [2, 'bad-option'],
      [1, 'part-missing'],
    ]);
  });
});
