import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustmentPath, readAdjustment } from '../../../../src/adapters/datasets/series/adjustment-file.ts';
import {
  buildSeries,
  type SeriesOptions,
  tradedColumns,
} from '../../../../src/adapters/datasets/series/build-series.ts';
import { type DatasetStore, openStore } from '../../../../src/adapters/datasets/store.ts';
import { propertyRuns } from '../../../support/property-runs.ts';
import { scratch, userErrorOf } from '../scratch.ts';
import { CALENDAR_DAYS, type MadeDay, madePart } from './made-series.ts';

const SPAN = { root: 'WDO', from: '2025-08-27', to: '2025-09-01', kind: 'candles-1m', rule: 'calendar' } as const;
const options = (more: Partial<SeriesOptions> = {}): SeriesOptions => ({ ...SPAN, adjust: 'none', ...more });

async function storeOf(days: readonly MadeDay[]): Promise<DatasetStore> {
  const { store } = scratch();
  await store.writeParts(days.map(madePart));
  return store;
}

/** The new contract on the day before the roll, with candles at other minutes than the old one has. */
const eveOfRoll = (minutes: readonly number[], first = 5450): MadeDay => ({
  contract: 'WDOV25',
  day: '2025-08-28',
  first,
  minutes,
});

describe('a series', () => {
  it('joins the candles of the contract of each day', async () => {
    const store = await storeOf([...CALENDAR_DAYS, eveOfRoll([0])]);
    const series = await buildSeries(store, options());
    expect(series.days.map(({ day, contract, start, end }) => [day, contract, start, end])).toEqual([
      ['2025-08-27', 'WDOU25', 0, 4],
      ['2025-08-28', 'WDOU25', 4, 8],
      ['2025-08-29', 'WDOV25', 8, 12],
      ['2025-09-01', 'WDOV25', 12, 16],
    ]);
    expect([...series.columns.open!.filter((_, row) => row % 4 === 0)]).toEqual([5400, 5410, 5460, 5470]);
    expect(series).toMatchObject({ rows: 16, missing: [], adjustment: undefined, provenance: 'exchange' });
    expect(tradedColumns(series)).toBe(series.columns);
    expect(existsSync(adjustmentPath(store.root, 'WDO', 'ratio-calendar'))).toBe(false);
  });

  it('adjusted by ratio is measured where candles of both contracts ended together', async () => {
    // the old one closes at 5411.5 at 09:02 and at 5413.5 at 09:06, the new one at 5451.5 at 09:02
    const store = await storeOf([...CALENDAR_DAYS, eveOfRoll([0, 1, 3])]);
    const series = await buildSeries(store, options({ adjust: 'ratio', sameTimeOnly: true }));
    const [old, fresh] = series.adjustment!.contracts;
    expect(old!.measuredFrom).toMatchObject({ kind: 'sameTime', oldPrice: 5411.5, newPrice: 5451.5 });
    expect(old!.change).toEqual({ kind: 'ratio', factor: 5451.5 / 5411.5 });
    expect(fresh).toMatchObject({ change: { kind: 'ratio', factor: 1 }, measuredFrom: undefined });
    expect(series.columns.close![0]).toBe(5400.5 * (5451.5 / 5411.5));
    expect(series.columns.close![8]).toBe(5460.5);
    expect(series.columns.volume![0]).toBe(10);
  });

  it('adjusted by difference shifts the prices', async () => {
    const store = await storeOf([...CALENDAR_DAYS, eveOfRoll([5])]);
    const series = await buildSeries(store, options({ adjust: 'difference' }));
    expect(series.adjustment!.contracts[0]!.change).toEqual({ kind: 'difference', offset: 5450.5 - 5413.5 });
    expect(series.columns.low![0]).toBe(5399 + 37);
  });

  it('marks a roll that was measured across the night, and refuses it when asked to', async () => {
    const store = await storeOf(CALENDAR_DAYS);
    const series = await buildSeries(store, options({ adjust: 'ratio' }));
    const measured = { kind: 'acrossNight', oldPrice: 5413.5, newPrice: 5460 };
    expect(series.adjustment!.contracts[0]!.measuredFrom).toMatchObject(measured);
    const refused = buildSeries(store, options({ adjust: 'ratio', sameTimeOnly: true }));
    expect(await userErrorOf(refused)).toMatchObject({
      code: 'roll-unmeasured',
      message: expect.stringContaining('from WDOU25 to WDOV25 on 2025-08-29'),
    });
  });

  it('cannot be adjusted over a roll whose old contract is not there near it', async () => {
    const store = await storeOf([
      { contract: 'WDOU25', day: '2025-08-06', first: 5400 },
      { contract: 'WDOV25', day: '2025-08-29', first: 5460 },
    ]);
    const far = options({ from: '2025-08-06', to: '2025-08-29', adjust: 'ratio' });
    expect(await userErrorOf(buildSeries(store, far))).toMatchObject({
      code: 'roll-unmeasured',
      message: expect.stringContaining('no candles of WDOU25 in the five trading days before'),
    });
    const plain = await buildSeries(store, { ...far, adjust: 'none' });
    expect(plain.missing).toHaveLength(16);
  });

  it('comes back exactly from its adjustment', async () => {
    const days = fc.array(fc.integer({ min: 6000, max: 14_000 }), { minLength: 4, maxLength: 4 });
    const method = fc.constantFrom('ratio' as const, 'difference' as const);
    await fc.assert(
      fc.asyncProperty(days, method, async (ticks, adjust) => {
        const store = await storeOf(CALENDAR_DAYS.map((day, i) => ({ ...day, first: ticks[i]! / 2 })));
        const plain = await buildSeries(store, options());
        const adjusted = await buildSeries(store, options({ adjust }));
        expect(tradedColumns(adjusted)).toEqual(plain.columns);
      }),
      { seed: 20250829, numRuns: propertyRuns(8) },
    );
  });

  it('has no settlement prices once it is adjusted, since these are off the grid', async () => {
    const parts = CALENDAR_DAYS.map(madePart).map((part) => ({
      ...part,
      columns: { ...part.columns, settlement: part.columns.close!.map((price) => price + 0.123) },
    }));
    const { store } = scratch();
    await store.writeParts(parts);
    expect((await buildSeries(store, options())).columns.settlement![0]).toBe(5400.623);
    expect((await buildSeries(store, options({ adjust: 'ratio' }))).columns.settlement).toBeUndefined();
  });

  it('names days off the grid, measures no roll with them, and takes the weakest provenance', async () => {
    const store = await storeOf([
      ...CALENDAR_DAYS.filter(({ day }) => day !== '2025-08-28'),
      { contract: 'WDOU25', day: '2025-08-28', first: 5410.25, more: { adjusted: 'unknown', provenance: 'synthetic' } },
    ]);
    expect((await userErrorOf(buildSeries(store, options({ adjust: 'ratio' })))).code).toBe('part-refused');
    const all = openStore(dirname(store.root), { acceptRefused: true });
    const series = await buildSeries(all, options({ adjust: 'ratio' }));
    expect(series.offGridDays).toEqual(['2025-08-28']);
    expect(series.provenance).toBe('synthetic');
    expect(series.adjustment!.contracts[0]!.measuredFrom).toMatchObject({ kind: 'acrossNight', oldPrice: 5403.5 });
  });

  it('needs days that the store has, and a span of days', async () => {
    const store = await storeOf(CALENDAR_DAYS);
    const none = buildSeries(store, options({ from: '2025-07-01', to: '2025-07-31' }));
    expect(await userErrorOf(none)).toMatchObject({ code: 'part-missing', field: 'from' });
    const wrong = (more: Partial<SeriesOptions>) => userErrorOf(buildSeries(store, options(more)));
    expect(await wrong({ from: 'yesterday' })).toMatchObject({ code: 'bad-option', field: 'from' });
    expect(await wrong({ to: '2030-01-01', rule: 'volume' })).toMatchObject({ code: 'bad-option', field: 'to' });
  });
});

describe('the stored adjustment', () => {
  const ratio = options({ adjust: 'ratio' });

  it('tells the prices and the parts that they are from', async () => {
    const store = await storeOf([...CALENDAR_DAYS, eveOfRoll([0])]);
    const { adjustmentFile } = await buildSeries(store, ratio);
    expect(adjustmentFile).toBe(adjustmentPath(store.root, 'WDO', 'ratio-calendar'));
    const [roll, ...others] = readAdjustment(adjustmentFile!);
    expect(others).toEqual([]);
    expect(roll).toMatchObject({
      ...{ day: '2025-08-29', from: 'WDOU25', to: 'WDOV25', kind: 'candles-1m', origin: 'candles' },
      ...{ prices: { kind: 'sameTime', oldPrice: 5410.5, newPrice: 5450.5 }, ratio: 5450.5 / 5410.5 },
    });
    expect(roll!.parts.map(({ instrument, day }) => `${instrument} ${day}`)).toEqual([
      'WDOU25 2025-08-27',
      'WDOU25 2025-08-28',
      'WDOV25 2025-08-28',
      'WDOV25 2025-08-29',
    ]);
    for (const { instrument, day, sha256 } of roll!.parts) {
      const part = store.parts(instrument, 'candles-1m').find((each) => each.day === day)!;
      expect(store.manifest(part).sha256).toBe(sha256);
    }
    expect(store.instruments()).toEqual(['WDOU25', 'WDOV25']);
  });

  it('is used while its parts are the same, and not written again', async () => {
    const store = await storeOf([...CALENDAR_DAYS, eveOfRoll([0])]);
    const { adjustmentFile, adjustment } = await buildSeries(store, ratio);
    const before = statSync(adjustmentFile!).ino;
    expect((await buildSeries(store, ratio)).adjustment).toEqual(adjustment);
    expect(statSync(adjustmentFile!).ino).toBe(before);
    // what stands there is believed, since its parts are the same
    const text = readFileSync(adjustmentFile!, 'utf8').replace('"newPrice": 5450.5', '"newPrice": 5500');
    writeFileSync(adjustmentFile!, text);
    expect((await buildSeries(store, ratio)).adjustment!.contracts[0]!.measuredFrom).toMatchObject({ newPrice: 5500 });
  });

  it('is computed again when a part changed or came', async () => {
    const store = await storeOf(CALENDAR_DAYS);
    const measured = async () => (await buildSeries(store, ratio)).adjustment!.contracts[0]!.measuredFrom;
    expect(await measured()).toMatchObject({ kind: 'acrossNight', oldPrice: 5413.5 });
    await store.writeDay(madePart({ ...CALENDAR_DAYS[1]!, first: 5420 }), { replace: true });
    expect(await measured()).toMatchObject({ kind: 'acrossNight', oldPrice: 5423.5 });
    await store.writeDay(madePart(eveOfRoll([0])));
    expect(await measured()).toMatchObject({ kind: 'sameTime', oldPrice: 5420.5, newPrice: 5450.5 });
  });

  it('keeps the rolls of other spans', async () => {
    const later: readonly MadeDay[] = [
      { contract: 'WDOV25', day: '2025-09-29', first: 5300 },
      { contract: 'WDOX25', day: '2025-09-30', first: 5350 },
    ];
    const store = await storeOf([...CALENDAR_DAYS, ...later]);
    await buildSeries(store, ratio);
    const { adjustmentFile } = await buildSeries(store, { ...ratio, from: '2025-09-29', to: '2025-09-30' });
    expect(readAdjustment(adjustmentFile!).map(({ day }) => day)).toEqual(['2025-08-29', '2025-09-30']);
    const both = await buildSeries(store, { ...ratio, to: '2025-09-30' });
    expect(both.adjustment!.contracts.map(({ contract }) => contract)).toEqual(['WDOU25', 'WDOV25', 'WDOX25']);
  });

  it('that is damaged is named with its field', async () => {
    const store = await storeOf(CALENDAR_DAYS);
    const { adjustmentFile } = await buildSeries(store, ratio);
    const text = readFileSync(adjustmentFile!, 'utf8');
    for (const [broken, field] of [
      ['{', undefined],
      [text.replace('"oldPrice": 5413.5', '"oldPrice": -1'), 'rolls.0.prices.oldPrice'],
      [text.replace('"schemaVersion": 1', '"schemaVersion": 9'), 'schemaVersion'],
      [text.replace('"origin": "candles"', '"origin": "a guess"'), 'rolls.0.origin'],
    ] as const) {
      writeFileSync(adjustmentFile!, broken);
      expect(await userErrorOf(buildSeries(store, ratio))).toMatchObject({
        ...{ code: 'adjustment-wrong', file: adjustmentFile, field },
        fix: expect.stringContaining('Delete it'),
      });
    }
  });
});

describe('a series by volume', () => {
  const both = (day: string, old: number, fresh: number): readonly MadeDay[] => [
    { contract: 'WDOU25', day, first: 5400, volume: old },
    { contract: 'WDOV25', day, first: 5440, volume: fresh },
  ];
  const byVolume = (more: Partial<SeriesOptions> = {}) => options({ rule: 'volume', from: '2025-08-25', ...more });

  it('moves to the next contract when that trades more', async () => {
    const store = await storeOf([
      ...both('2025-08-25', 20, 10),
      ...both('2025-08-26', 10, 11),
      ...both('2025-08-27', 20, 10),
      { contract: 'WDOV25', day: '2025-08-28', first: 5440 },
    ]);
    const series = await buildSeries(store, byVolume({ adjust: 'ratio' }));
    expect(series.days.map(({ contract }) => contract)).toEqual(['WDOU25', 'WDOV25', 'WDOV25', 'WDOV25']);
    expect(series.rolls).toEqual([{ day: '2025-08-26', from: 'WDOU25', to: 'WDOV25', cause: 'volume' }]);
    expect(series.adjustment!.contracts[0]!.change).toEqual({ kind: 'ratio', factor: 5443.5 / 5403.5 });
    // from the roll on it is the contract after the next that would have to be there
    expect(series.uncomparedDays).toEqual(['2025-08-27', '2025-08-28', '2025-08-29', '2025-09-01']);
    expect(series.missing.map(({ day }) => day)).toEqual(['2025-08-29', '2025-09-01']);
    expect(series.adjustmentFile).toMatch(/ratio-volume\.json$/);
  });

  it('is refused where the store never has two contracts to compare', async () => {
    const store = await storeOf(CALENDAR_DAYS);
    expect(await userErrorOf(buildSeries(store, byVolume()))).toMatchObject({ code: 'volumes-missing', field: 'roll' });
    const oneContract = await buildSeries(store, byVolume({ to: '2025-08-28' }));
    expect(oneContract.days.map(({ contract }) => contract)).toEqual(['WDOU25', 'WDOU25']);
  });
});
