// Real ticks of a full day through the command line: what is imported, and the candles against the exchange's own bars.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { describeWithRealData } from '../support/real-data.ts';
import { temporaryFolder, WarmQt } from './support/qt.ts';

interface Imported {
  readonly format: string;
  readonly instrument: string;
  readonly rowsRead: number;
  readonly rowsAccepted: number;
  readonly rowsSkipped: number;
  readonly parts: readonly { readonly path: string; readonly sha256: string; readonly rows: number; day: string }[];
}

const TICKS = 'b3-dolk20-mt5/DOLK20_ticks_20200402.csv.gz';
const BARS = 'b3-dolk20-mt5/DOLK20_M1_20200401_20200409.csv.gz';

/** Time, prices, contracts and trades of the bars of a day in a MetaTrader export, in the form of `qt candles`. */
function exportedBars(file: string, day: string): readonly string[] {
  const rows = gunzipSync(readFileSync(file)).toString().trim().split(/\r?\n/).slice(1);
  return rows
    .map((row) => row.split('\t'))
    .filter(([date]) => date === day.replaceAll('-', '.'))
    .map(([, time, open, high, low, close, trades, contracts]) =>
      [`${day}T${time}`, ...[open, high, low, close, contracts, trades].map(Number)].join(','),
    );
}

describeWithRealData('a real day of DOLK20 ticks', [TICKS, BARS], (ticks, bars) => {
  const home = temporaryFolder('ticks');
  const qt = new WarmQt();
  const imported = qt.json<Imported>('import', 'mt5-ticks', ticks!, '--instrument', 'DOLK20', '--home', home);

  it('is imported whole, but for the three rows without any value', async () => {
    const { format, instrument, rowsRead, rowsAccepted, rowsSkipped, parts } = await imported;
    expect({ format, instrument, rowsRead, rowsAccepted, rowsSkipped }).toEqual({
      format: 'mt5-ticks',
      instrument: 'DOLK20',
      rowsRead: 63_632,
      rowsAccepted: 63_629,
      rowsSkipped: 3,
    });
    expect(parts.map(({ day, rows }) => ({ day, rows }))).toEqual([
      { day: '2020-04-02', rows: 33_118 },
      { day: '2020-04-02', rows: 30_511 },
    ]);
    for (const { path, sha256 } of parts) {
      expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(sha256);
    }
  });

  it('gives the 537 bars that the exchange platform built of it: prices, contracts and trades', async () => {
    await imported;
    const csv = join(home, 'candles.csv');
    const result = await qt.json(...['candles', 'DOLK20', '--day', '2020-04-02', '--csv', csv, '--home', home]);
    expect(result).toMatchObject({ instrument: 'DOLK20', day: '2020-04-02', interval: '1m', candles: 537 });
    const [header, ...candles] = readFileSync(csv, 'utf8').trim().split('\n');
    expect(header).toBe('time,open,high,low,close,volume,trades');
    expect(candles).toHaveLength(537);
    expect(candles).toEqual(exportedBars(bars!, '2020-04-02'));
  });

  it('changes nothing when it is imported again', async () => {
    const { parts } = await imported;
    const again = await qt.json<Imported>('import', 'mt5-ticks', ticks!, '--instrument', 'DOLK20', '--home', home);
    expect(again.parts.map(({ sha256 }) => sha256)).toEqual(parts.map(({ sha256 }) => sha256));
    expect(again.parts).toEqual(parts.map((part) => ({ ...part, change: 'unchanged' })));
  });
});

const PROFIT = 'b3-wdo-m1-profit-202111/WDOFUT_M1_20211105_20220114.csv.gz';
const MT5_BARS = 'b3-wdo-m5-mt5-2018/WDO_M5_202003.csv.gz';

describe('real bar files of other platforms', () => {
  describeWithRealData('a Profit export', [PROFIT], (file) => {
    const home = temporaryFolder('profit');
    const qt = new WarmQt();

    it('is imported with every row', async () => {
      const result = await qt.json<Imported>('import', 'profit-candles', file!, '--home', home);
      expect(result).toMatchObject({ format: 'profit-candles', instrument: 'WDOFUT', rowsRead: 27_096 });
      expect(new Set(result.parts.map(({ day }) => day)).size).toBe(48);
      expect(result.parts.reduce((sum, { rows }) => sum + rows, 0)).toBe(result.rowsAccepted);
    });
  });

  describeWithRealData('a MetaTrader bar export', [MT5_BARS], (file) => {
    const home = temporaryFolder('mt5-bars');
    const qt = new WarmQt();

    it('is imported with every row', async () => {
      const args = ['import', 'mt5-bars', file!, '--instrument', 'WDO', '--home', home];
      const result = await qt.json<Imported>(...args);
      expect(result).toMatchObject({ format: 'mt5-bars', rowsRead: 2387, rowsAccepted: 2387, rowsSkipped: 0 });
      expect(new Set(result.parts.map(({ day }) => day)).size).toBe(22);
    });
  });
});

describeWithRealData('a range in which one day has ticks and the others bars', [TICKS, BARS], (ticks, bars) => {
  const home = temporaryFolder('mixed');
  const qt = new WarmQt();
  const range = ['--instrument', 'DOLK20', '--from', '2020-04-01', '--to', '2020-04-03', '--home', home, '--no-record'];

  it('is refused until one kind is named, since ticks and bars are simulated differently', async () => {
    await qt.json('import', 'mt5-ticks', ticks!, '--instrument', 'DOLK20', '--home', home);
    await qt.json('import', 'mt5-bars', bars!, '--instrument', 'DOLK20', '--home', home);
    const { code, stdout } = await qt.run('backtest', 'wdo-regime', ...range, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'mixed-kinds', field: 'kind' } });
    const run = await qt.json<{ decisions: number }>('backtest', 'wdo-regime', ...range, '--kind', 'candles-1m');
    expect(run.decisions).toBeGreaterThan(1500);
  });
});
