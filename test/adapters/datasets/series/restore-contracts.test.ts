import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adjustmentPath, readAdjustment } from '../../../../src/adapters/datasets/series/adjustment-file.ts';
import { buildSeries } from '../../../../src/adapters/datasets/series/build-series.ts';
import { restoreContracts } from '../../../../src/adapters/datasets/series/restore-contracts.ts';
import type { DatasetStore } from '../../../../src/adapters/datasets/store.ts';
import {
  contractSeries,
  plainSeries,
  profitSeries,
  type RealSeries,
  WDO_2021,
  WDO_2025,
  WDO_2025_CONTRACTS,
  WIN_2021,
} from '../../../core/market/continuous/adjusted-series.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { scratch, userErrorOf } from '../scratch.ts';
import { CALENDAR_DAYS, madePart } from './made-series.ts';
import { dayParts, storeAdjusted } from './stored-series.ts';

const WDOFUT = { instrument: 'WDOFUT', kind: 'candles-1m' } as const;

async function adjustedStore(series: RealSeries): Promise<DatasetStore> {
  const { store } = scratch();
  await storeAdjusted(store, series, 1, 'WDOFUT');
  return store;
}

/** Days of a series, rows counted anew. */
function daysOf(series: RealSeries, from: string, to: string): RealSeries {
  return { ...series, days: series.days.filter(({ day }) => day >= from && day <= to) };
}

/** Quicker than to compare by expectation, value by value. */
function isSame(column: Float64Array, whole: Float64Array, start: number, end: number): boolean {
  return column.length === end - start && column.every((value, index) => value === whole[start + index]);
}

describeWithRealData('half a year of adjusted minutes', [WDO_2025, WDO_2025_CONTRACTS], (adjusted, traded) => {
  const series = plainSeries(adjusted!);
  const expected = contractSeries(traded!);

  it('is restored to the published contracts in every row, and adjusted again to what it was', async () => {
    const store = await adjustedStore(series);
    const { parts, series: found, adjustmentFile } = await restoreContracts(store, WDOFUT);
    expect(found.map(({ contracts }) => contracts.length)).toEqual([6]);
    expect(parts).toHaveLength(123);
    const wrong: string[] = [];
    for (const { day, start, end } of expected.days) {
      const columns = await store.readPart(expected.contracts[start]!, 'candles-1m', day);
      const { bars } = expected;
      if (!isSame(columns.open_time_us!, expected.openTimeUs, start, end)) wrong.push(`times of ${day}`);
      for (const name of ['open', 'high', 'low', 'close', 'volume'] as const) {
        if (!isSame(columns[name]!, bars[name], start, end)) wrong.push(`${name} of ${day}`);
      }
      if (!columns.turnover!.every((brl) => brl % 5 === 0)) wrong.push(`turnover of ${day}`);
    }
    expect(wrong).toEqual([]);

    const again = await buildSeries(store, {
      ...{ root: 'WDO', from: '2025-08-05', to: '2026-01-29', kind: 'candles-1m', rule: 'calendar', adjust: 'ratio' },
      sameTimeOnly: true,
    });
    expect(readAdjustment(adjustmentFile)).toHaveLength(5);
    const newest = 1.0277183950856;
    const off = (['open', 'high', 'low', 'close'] as const).map((name) =>
      again.columns[name]!.reduce(
        (count, price, row) => (Math.abs(price * newest - series.bars[name][row]!) > 0.005001 ? count + 1 : count),
        0,
      ),
    );
    expect(off).toEqual([0, 0, 0, 0]);
    expect(again.rows).toBe(69_822);
  });

  it('says in the manifest what was done', async () => {
    const store = await adjustedStore(daysOf(series, '2025-12-30', '2026-01-09'));
    const { parts } = await restoreContracts(store, WDOFUT);
    const { manifest } = parts[0]!;
    const source = store.parts('WDOFUT')[0]!;
    expect(manifest).toMatchObject({
      ...{ instrument: 'WDOG26', day: '2025-12-30', adjusted: 'none', provenance: 'exchange' },
      sources: [
        {
          file: 'WDOFUT/candles-1m/2025-12-30.parquet',
          sha256: store.manifest(source).sha256,
          format: 'restored',
        },
      ],
      parameters: { decimals: 2, missedRows: 0, turnover: 'adjusted' },
    });
    expect(manifest.parameters.factor).toBeCloseTo(1.0277184, 7);
    expect(manifest.parameters.turnoverFactor).toBeCloseTo(1.0277183950856, 11);
  });

  it('changes nothing when it is restored again', async () => {
    const store = await adjustedStore(daysOf(series, '2025-08-25', '2025-09-02'));
    const once = await restoreContracts(store, WDOFUT);
    expect(once.parts.every(({ change }) => change === 'written')).toBe(true);
    const twice = await restoreContracts(store, WDOFUT);
    expect(twice.parts.every(({ change }) => change === 'unchanged')).toBe(true);
  });

  it('goes by the candles of both contracts, where these come, and not by adjusted parts that were replaced', async () => {
    const short = daysOf(series, '2025-08-25', '2025-09-02');
    const store = await adjustedStore(short);
    await restoreContracts(store, WDOFUT);
    const span = { root: 'WDO', from: '2025-08-25', to: '2025-09-02', kind: 'candles-1m' } as const;
    const measured = async () => {
      const { adjustment } = await buildSeries(store, { ...span, rule: 'calendar', adjust: 'ratio' });
      return adjustment!.contracts[0]!.measuredFrom;
    };
    expect(await measured()).toMatchObject({ kind: 'sameTime', oldPrice: 5420, newPrice: 5459 });
    const moved = short.bars.close.slice();
    moved[short.days[0]!.start] = short.bars.open[short.days[0]!.start]!;
    const other = dayParts({ ...short, bars: { ...short.bars, close: moved } }, 1, () => ({
      ...{ instrument: 'WDOFUT', adjusted: 'ratio', source: 'b' },
    }));
    await store.writeParts(other.slice(0, 1), { replace: true });
    expect(await measured()).toMatchObject({ kind: 'acrossNight', oldPrice: 5420, newPrice: 5460 });
    await restoreContracts(store, WDOFUT, { replace: true });
    expect(await measured()).toMatchObject({ kind: 'sameTime', newPrice: 5459 });
    await store.writeDay(madePart({ contract: 'WDOV25', day: '2025-08-28', first: 5450, minutes: [0, 565] }));
    expect(await measured()).toMatchObject({ kind: 'sameTime', newPrice: 5451.5 });
  });

  it('is told apart by export, each of which has factors of its own', async () => {
    const { store } = scratch();
    // the second half as an export made two rolls later
    const other = { ...series.bars };
    for (const name of ['open', 'high', 'low', 'close'] as const) {
      other[name] = expected.bars[name].map((price) => Number((price * 1.0482345678).toFixed(2)));
    }
    const first = daysOf(series, '2025-12-15', '2025-12-19');
    const second = daysOf({ ...series, bars: other }, '2025-12-22', '2025-12-29');
    const place = (source: string) => () => ({ instrument: 'WDOFUT', adjusted: 'ratio', source }) as const;
    await store.writeParts([...dayParts(first, 1, place('a')), ...dayParts(second, 1, place('b'))]);
    const { series: found } = await restoreContracts(store, WDOFUT);
    expect(found.map(({ contracts }) => contracts.map(({ contract }) => contract))).toEqual([['WDOF26'], ['WDOF26']]);
    const row = expected.days.find(({ day }) => day === '2025-12-29')!;
    const columns = await store.readPart('WDOF26', 'candles-1m', '2025-12-29');
    expect(isSame(columns.close!, expected.bars.close, row.start, row.end)).toBe(true);
  });

  it('of which a part belongs to another export has no factor, and nothing is written', async () => {
    const { store } = scratch();
    const bars = { ...series.bars };
    for (const name of ['open', 'high', 'low', 'close'] as const) {
      const start = series.days.find(({ day }) => day === '2025-12-22')!.start;
      bars[name] = series.bars[name].map((price, row) =>
        row < start ? price : Number((expected.bars[name][row]! * 1.0482345678).toFixed(2)),
      );
    }
    await storeAdjusted(store, daysOf({ ...series, bars }, '2025-12-15', '2025-12-29'), 1, 'WDOFUT');
    expect(await userErrorOf(restoreContracts(store, WDOFUT))).toMatchObject({
      code: 'fit-not-exact',
      message: expect.stringContaining('WDOF26 (2025-12-15 to 2025-12-29) has no factor'),
    });
    expect(store.instruments()).toEqual(['WDOFUT']);
    expect(existsSync(adjustmentPath(store.root, 'WDO', 'recovered'))).toBe(false);
  });
});

describeWithRealData('an export of Profit', [WDO_2021], (path) => {
  it('is imported as adjusted and restored, the traded turnover being kept', async () => {
    const { store, run } = scratch();
    const { parts } = await run('profit-candles', path!);
    expect(parts.every(({ instrument }) => instrument === 'WDOFUT')).toBe(true);
    const restored = await restoreContracts(store, WDOFUT);
    expect([...new Set(restored.parts.map(({ part }) => part.instrument))]).toEqual(['WDOZ21', 'WDOF22', 'WDOG22']);
    const series = profitSeries(path!, 'comma');
    for (const { day, start, end } of series.days) {
      const { part } = restored.parts.find((each) => each.part.day === day)!;
      const columns = await store.readPart(part.instrument, part.kind, day);
      expect(isSame(columns.turnover!, series.bars.turnover, start, end)).toBe(true);
      expect(columns.close!.every((price) => price % 0.5 === 0)).toBe(true);
    }
  });
});

describeWithRealData('an export of WIN', [WIN_2021], (path) => {
  it('is restored but for a day of which too little is there', async () => {
    const { store } = scratch();
    await storeAdjusted(store, daysOf(profitSeries(path!, 'point'), '2021-08-17', '2021-09-10'), 5, 'WINFUT');
    const span = { instrument: 'WINFUT', kind: 'candles-5m' } as const;
    expect(await userErrorOf(restoreContracts(store, span))).toMatchObject({
      code: 'fit-not-exact',
      message: expect.stringContaining('WINQ21 (2021-08-17 to 2021-08-17) has too few prices to tell 3 factors apart'),
      fix: expect.stringContaining('--from 2021-08-18'),
    });
    const { parts } = await restoreContracts(store, { ...span, from: '2021-08-18' });
    expect([...new Set(parts.map(({ part }) => part.instrument))]).toEqual(['WINV21']);
    const { close } = await store.readPart('WINV21', 'candles-5m', '2021-09-10');
    expect(close!.every((price) => price % 5 === 0)).toBe(true);
  });
});

describe('what cannot be restored', () => {
  it('is a contract, something else than candles, or nothing', async () => {
    const { store } = scratch();
    const refused = (more: Partial<Parameters<typeof restoreContracts>[1]>) =>
      userErrorOf(restoreContracts(store, { ...WDOFUT, ...more }));
    expect(await refused({ instrument: 'WDOU25' })).toMatchObject({ code: 'bad-option', field: 'series' });
    expect(await refused({ kind: 'trades' })).toMatchObject({ code: 'bad-option', field: 'kind' });
    expect(await refused({ from: '5 August' })).toMatchObject({ code: 'bad-option', field: 'from' });
    expect(await refused({})).toMatchObject({ code: 'part-missing', field: 'series' });
  });

  it('is a series that is marked otherwise, or that is on the grid throughout', async () => {
    const { store } = scratch();
    const write = (adjusted: 'difference' | 'ratio') =>
      store.writeParts(
        CALENDAR_DAYS.map((day) => madePart({ ...day, more: { instrument: 'WDOFUT', adjusted } })),
        { replace: true },
      );
    await write('difference');
    expect(await userErrorOf(restoreContracts(store, WDOFUT))).toMatchObject({ code: 'not-adjusted' });
    await write('ratio');
    expect(await userErrorOf(restoreContracts(store, WDOFUT))).toMatchObject({
      code: 'fit-not-exact',
      message: expect.stringContaining('on the tick grid'),
    });
    const nothing = restoreContracts(store, { ...WDOFUT, from: '2026-01-01' });
    expect(await userErrorOf(nothing)).toMatchObject({ code: 'part-missing', field: 'from' });
  });
});
