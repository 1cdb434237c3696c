// Where data come from, along the commands that read and write them.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder, WarmQt } from './support/qt.ts';

const DAY = '2027-03-01';
const home = temporaryFolder('datasets');
const qt = new WarmQt();
const at = ['--home', home];
const csv = join(home, 'candles.csv');
const mapping = join(home, 'mapping.json');

beforeAll(async () => {
  await qt.json('synth', '--days', '1', ...at);
  const prices = { open: 'open', high: 'high', low: 'low', close: 'close', volume: 'volume', trades: 'trades' };
  const columns = { datetime: { column: 'time', format: 'YYYY-MM-DDTHH:mm:ss' }, ...prices };
  writeFileSync(mapping, JSON.stringify({ name: 'qt-candles', kind: 'candles', instrument: 'WDOJ27', columns }));
});

describe('candles', () => {
  it('of synthetic data say so on standard error and in the JSON, for a csv file cannot', async () => {
    const { code, stdout, stderr } = await qt.run('candles', 'WDOJ27', '--day', DAY, '--csv', csv, ...at, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ instrument: 'WDOJ27', provenance: 'synthetic', csv });
    expect(stderr).toBe('note: these candles are synthetic; to import them, say --provenance synthetic\n');
    expect(readFileSync(csv, 'utf8')).toMatch(/^time,open,high,low,close,volume,trades\n2027-03-01T09:0/);
  });

  it('come back as synthetic when that is said', async () => {
    const away = ['--home', join(home, 'away')];
    await qt.json('import', 'csv', csv, '--mapping', mapping, '--provenance', 'synthetic', ...away);
    const { datasets } = await qt.json('datasets', ...away);
    expect(datasets).toMatchObject([{ instrument: 'WDOJ27', kind: 'candles-1m', provenance: ['synthetic'] }]);
    const { stderr } = await qt.run('candles', 'WDOJ27', '--day', DAY, ...away);
    expect(stderr).toContain('these candles are synthetic');
  });

  it('are not made of longer ones', async () => {
    const away = ['--home', join(home, 'away')];
    const run = (interval: string) =>
      qt.run('candles', 'WDOJ27', '--day', DAY, '--interval', interval, ...away, '--json');
    for (const interval of ['30s', '100t']) {
      const { code, stdout } = await run(interval);
      expect(code).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'bars-too-coarse', field: 'interval' } });
    }
    expect((await run('5m')).code).toBe(0);
  });

  it('of exchange data need no note', async () => {
    const away = ['--home', join(home, 'exchange')];
    await qt.json('import', 'csv', csv, '--mapping', mapping, ...away);
    // the synthetic market lies in the future: the gate does not take it for the exchange's
    const refused = await qt.run('candles', 'WDOJ27', '--day', DAY, ...away);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('future-time')]);
    const { stderr, stdout } = await qt.run('candles', 'WDOJ27', '--day', DAY, '--allow-refused', ...away);
    expect(stderr).toBe('');
    expect(stdout).toBe(readFileSync(csv, 'utf8'));
  });
});

describe('qt datasets', () => {
  it('tells of each kind how much there is and where it comes from', async () => {
    const { datasets } = await qt.json<{ datasets: readonly object[] }>('datasets', ...at);
    const same = { instrument: 'WDOJ27', days: 1, from: DAY, to: DAY, provenance: ['synthetic'], adjusted: ['none'] };
    const marks = { sideSource: ['feed'], bookSource: ['levels'], rows: expect.any(Number), verdicts: { note: 1 } };
    expect(datasets).toEqual(['levels', 'quotes', 'trades'].map((kind) => ({ ...same, ...marks, kind })));
    const { stdout } = await qt.run('datasets', ...at);
    expect(stdout).toMatch(/^WDOJ27 +trades +1 day +2027-03-01 to 2027-03-01 +\d+ rows +synthetic; sides: feed$/m);
  });
});
