// Gives real files whose quirks are known to all rules, and expects the quirks to be told and good days to be left alone.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { candleIntervalUsOf } from '../../../../src/adapters/datasets/candle-kind.ts';
import { type ImportOptions, importFiles } from '../../../../src/adapters/datasets/importing/import.ts';
import { decodePart } from '../../../../src/adapters/datasets/parquet-part.ts';
import type { PartKind } from '../../../../src/adapters/datasets/schema.ts';
import { openStore } from '../../../../src/adapters/datasets/store.ts';
import { utcUsOf } from '../../../../src/core/market/civil-time.ts';
import { resolveContract } from '../../../../src/core/market/contract.ts';
import { gridOf } from '../../../../src/core/market/instrument-terms.ts';
import type { Finding } from '../../../../src/core/quality/finding.ts';
import { inspectPart } from '../../../../src/core/quality/inspect-part.ts';
import type { PartContext, RowColumns } from '../../../../src/core/quality/row-rule.ts';
import { contextFor, foreignContext, rowCountOf } from '../../../support/quality-sets.ts';
import { describeWithRealData } from '../../../support/real-data.ts';

/** Imports files before the tests of a block; what it returns inspects a stored part, and tells which days there are. */
function imported(options: Omit<ImportOptions, 'home'>) {
  const home = mkdtempSync(join(tmpdir(), 'quantumtrader-'));
  const store = openStore(home);
  beforeAll(async () => {
    await importFiles({ home, ...options });
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));
  return {
    days: (instrument: string, kind: PartKind): readonly string[] =>
      store.parts(instrument, kind).map(({ day }) => day),
    inspect: async (instrument: string, kind: PartKind, isoDay: string, more: Partial<PartContext> = {}) => {
      const intervalUs = candleIntervalUsOf(kind);
      const rowKind = intervalUs === undefined ? (kind as PartContext['kind']) : 'candles';
      const context = contextFor(rowKind, { instrument, isoDay, intervalUs, ...more });
      const { path } = store.parts(instrument, kind).find(({ day }) => day === isoDay)!;
      // the store itself would not give what the rules refuse
      return inspectPart(context, await decodePart(kind, readFileSync(path), path));
    },
  };
}

function told(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ rule, severity, rows }) => `${severity} ${rule} ${rows}`);
}

describeWithRealData('a day of DOL ticks', ['b3-dolk20-mt5/DOLK20_ticks_20200402.csv.gz'], (file) => {
  const day = imported({ format: 'mt5-ticks', files: [file], instrument: 'DOLK20' });

  it('has 11,907 equal rows, which are real, and nothing else to tell of its trades', async () => {
    const { verdict, findings } = await day.inspect('DOLK20', 'trades', '2020-04-02');
    expect(verdict).toBe('note');
    expect(told(findings)).toEqual(['note identical-rows 11907']);
  });

  it('is crossed before the open, which is no fault, and waits for its opening auction', async () => {
    const { verdict, findings } = await day.inspect('DOLK20', 'quotes', '2020-04-02');
    expect(verdict).toBe('note');
    expect(told(findings)).toEqual(['note outside-session 1', 'note session-gap 1']);
  });
});

describeWithRealData(
  'DOL candles under the name of WDO',
  ['b3-dolk20-mt5/DOLK20_M1_20200401_20200409.csv.gz'],
  (file) => {
    const week = imported({ format: 'mt5-bars', files: [file], instrument: 'WDOK20' });

    it('are refused by their sizes', async () => {
      const { verdict, findings } = await week.inspect('WDOK20', 'candles-1m', '2020-04-02');
      expect(verdict).toBe('refuse');
      expect(told(findings)).toEqual(['refuse multiples-of-five 537']);
    });

    it('are clean under their own', async () => {
      expect((await week.inspect('WDOK20', 'candles-1m', '2020-04-02', { instrument: 'DOLK20' })).verdict).toBe(
        'clean',
      );
    });
  },
);

describeWithRealData('a year of five-minute candles of WDO', ['b3-wdo-m5-mt5-2018/WDO_M5_2018.csv.gz'], (file) => {
  const year = imported({ format: 'mt5-bars', files: [file], instrument: 'WDO' });
  const contracts = [...'GHJKMNQUVXZ'].map((month) => `WDO${month}18`);

  it('is clean but for the days that are known to be odd', async () => {
    const odd: Record<string, readonly string[]> = {};
    let days = 0;
    for (const contract of [...contracts, 'WDOF19']) {
      for (const day of year.days(contract, 'candles-5m')) {
        const { findings } = await year.inspect(contract, 'candles-5m', day);
        days++;
        if (findings.length > 0) odd[day] = findings.map(({ rule, severity }) => `${severity} ${rule}`);
      }
    }
    expect(days).toBeGreaterThan(220);
    const adjusted = ['refuse off-tick', 'refuse adjusted-as-unadjusted'];
    const offGrid = ['18', '19', '20', '23', '24', '25', '26', '27'].map(
      (day) => [`2018-04-${day}`, adjusted] as const,
    );
    expect(odd).toEqual({
      ...Object.fromEntries(offGrid),
      // 11:00 to 16:35 is missing
      '2018-09-28': ['warn session-gap'],
      '2018-10-03': ['warn late-open'],
      // the dollar traded until 19:00; 18:00 to 18:55 is missing
      '2018-11-01': ['warn session-gap'],
      // a Saturday: the exchange tested its systems
      '2018-11-10': ['refuse closed-day'],
      '2018-11-30': ['warn early-end'],
      '2018-12-13': ['warn late-open', 'warn early-end'],
    });
  });
});

describeWithRealData(
  'an adjusted series that says nothing of it',
  ['b3-wdo-m1-2025/WDOFUT_M1_adjusted_20250805_20260129.csv.gz'],
  (file) => {
    const series = imported({ format: 'csv', mapping: 'wdofut-adjusted-m1', files: [file] });

    it.each([
      ['2025-08-11', 1.06487186],
      ['2025-09-10', 1.05726423],
      ['2025-10-15', 1.04908366],
      ['2025-11-12', 1.04269684],
      ['2025-12-10', 1.03583314],
      ['2026-01-15', 1.0277184],
    ])('is refused, and the factor of %s is found', async (day, factor) => {
      const { findings } = await series.inspect('WDOFUT', 'candles-1m', day, { adjusted: 'none' });
      const finding = findings.find(({ rule }) => rule === 'adjusted-as-unadjusted');
      expect(finding!.severity).toBe('refuse');
      expect(Math.abs((finding!.values!.factor as number) - factor)).toBeLessThan(1e-7);
    });

    it('is clean where it is declared', async () => {
      const days = series.days('WDOFUT', 'candles-1m');
      expect(days).toHaveLength(123);
      for (const day of days.slice(1)) {
        const { verdict } = await series.inspect('WDOFUT', 'candles-1m', day, { adjusted: 'ratio' });
        expect(verdict, day).toBe('clean');
      }
    });
  },
);

describeWithRealData(
  'a series whose turnover was left unadjusted',
  ['b3-wdo-m1-profit-202111/WDOFUT_M1_20211105_20220114.csv.gz'],
  (file) => {
    const series = imported({ format: 'profit-candles', files: [file], instrument: 'WDOFUT', adjusted: 'ratio' });

    it('is noted with the factor of the prices, and is clean after the last roll', async () => {
      const { findings } = await series.inspect('WDOFUT', 'candles-1m', '2021-11-16', { adjusted: 'ratio' });
      expect(told(findings)).toEqual(['note turnover-mismatch 570']);
      expect(Math.abs((findings[0]!.values!.factor as number) - 1.01330538)).toBeLessThan(5e-5);
      expect((await series.inspect('WDOFUT', 'candles-1m', '2022-01-12', { adjusted: 'ratio' })).verdict).toBe('clean');
    });
  },
);

/** Bid and ask of one instrument, once a second; averaged over some contracts. */
function quotesOf2016(file: string, day: string, column: number): RowColumns {
  const midnightUs = utcUsOf(day, 0);
  const rows = gunzipSync(readFileSync(file)).toString('latin1').trimEnd().split('\n').slice(1);
  const fields = rows.map((row) => row.split('; ').map(Number.parseFloat));
  const clocks = rows.map((row) => /(\d\d):(\d\d):([\d.]+) BRT/.exec(row)!.slice(1).map(Number));
  const [ask, bid] = [column, column + 1].map((at) => Float64Array.from(fields, (row) => row[at]!));
  return {
    time_us: Float64Array.from(
      clocks,
      ([hour, minute, second]) => midnightUs + Math.round((hour! * 3600 + minute! * 60 + second!) * 1e6),
    ),
    flags: bid!.map((price, row) => (price > 0 ? 1 : 0) + (ask![row]! > 0 ? 2 : 0)),
    bid: bid!,
    ask: ask!,
    bid_size: new Float64Array(rows.length),
    ask_size: new Float64Array(rows.length),
  };
}

describeWithRealData(
  'quotes of 2016 that are averaged, locked and behind the market',
  [
    'b3-futures-quotes-1s-2016/20160331_WIN_IND_WDO_DOL_1s.csv.gz',
    'b3-futures-quotes-1s-2016/20160428_WIN_IND_WDO_DOL_1s.csv.gz',
  ],
  (expiring, normal) => {
    const inspect = (file: string, isoDay: string, root: string, column: number) => {
      const columns = quotesOf2016(file, isoDay, column);
      const instrument = resolveContract(root, isoDay)!.symbol;
      return inspectPart(contextFor('quotes', { instrument, isoDay }), columns).findings;
    };

    it('lock DOL on the last day of its contract, and its price stands', () => {
      const findings = inspect(expiring!, '2016-03-31', 'DOL', 8);
      expect(told(findings)).toEqual(['note session-gap 1', 'warn constant-price 9296', 'warn locked-book 22551']);
      expect(findings[2]!.values!.share as number).toBeCloseTo(0.82, 2);
    });

    it('lie between ticks where five contracts needed two levels', () => {
      const findings = inspect(normal!, '2016-04-28', 'WDO', 6);
      expect(told(findings)).toEqual(['note session-gap 7', 'refuse off-tick 2835', 'note locked-book 19']);
    });

    it('are left alone before the market opens, crossed or empty', () => {
      expect(told(inspect(normal!, '2016-04-28', 'IND', 4))).toEqual(['note session-gap 7', 'note locked-book 20']);
    });
  },
);

describeWithRealData(
  'nine minutes of WDO at the top of the book',
  ['b3-wdou25-top-of-book-20250811/WDOU25_top_20250811_1056_1105.csv.gz'],
  (file) => {
    it('are locked 18 times while the sides change one after the other', () => {
      const midnightUs = utcUsOf('2025-08-11', 0);
      const rows = gunzipSync(readFileSync(file)).toString('latin1').trimEnd().split('\n').slice(1);
      const fields = rows.map((row) => row.split(','));
      const clocks = fields.map(([time]) => time!.slice(11).split(':').map(Number));
      const numbers = (at: number): Float64Array => Float64Array.from(fields, (row) => Number(row[at]));
      const columns = {
        time_us: Float64Array.from(
          clocks,
          ([hour, minute, second]) => midnightUs + Math.round((hour! * 3600 + minute! * 60 + second!) * 1e6),
        ),
        flags: new Float64Array(rows.length).fill(7),
        ...{ bid: numbers(1), bid_size: numbers(2), ask: numbers(3), ask_size: numbers(4) },
      };
      expect(rowCountOf(columns)).toBe(10_000);
      const { findings } = inspectPart(contextFor('quotes'), columns);
      expect(told(findings)).toEqual(['warn late-open 1', 'warn early-end 1', 'note locked-book 18']);
    });
  },
);

describeWithRealData('order messages of CME', ['cme-es-mbo-20231225/ESH4_mbo_20231225.csv.gz'], (file) => {
  const messages = imported({ format: 'mbo', files: [file], instrument: 'ESH4' });

  it('know every order; their numbers are shared with other instruments', async () => {
    const terms = { ...contextFor('orders').terms, ...gridOf('ESH4', 0.25) };
    const more = { ...foreignContext('orders'), instrument: 'ESH4', isoDay: '2023-12-25', terms };
    const { findings } = await messages.inspect('ESH4', 'orders', '2023-12-25', more);
    expect(told(findings)).toEqual(['note sequence-gap 3666']);
    expect(findings[0]!.values).toEqual({ missing: 7686, isExtract: 1, isShared: 0 });
  });
});

describeWithRealData('levels of Binance', ['binance-l2-20240808/spot_btcusdt_20240808.jsonl.gz'], (file) => {
  const spot = imported({ format: 'auto', files: [file], instrument: 'BTCUSDT' });

  it('make a whole book although their snapshot came late; only the clock is slow', async () => {
    const terms = { ...contextFor('levels').terms, ...gridOf('BTCUSDT', 0.01) };
    const more = { ...foreignContext('levels'), instrument: 'BTCUSDT', isoDay: '2024-08-08', terms };
    const { findings } = await spot.inspect('BTCUSDT', 'levels', '2024-08-08', more);
    expect(told(findings)).toEqual(['warn received-before-exchange 124090']);
    expect((findings[0]!.values!.medianOffsetUs as number) / 1e6).toBeCloseTo(-1.27, 2);
  });
});
