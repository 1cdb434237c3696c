import { describe, expect, it } from 'vitest';
import { nearestOnGrid } from '../../../../src/core/market/continuous/adjusted-price.ts';
import type { RecoveredFactor } from '../../../../src/core/market/continuous/recover-contract.ts';
import {
  type DayRows,
  type RecoveredSeries,
  recoverSeries,
} from '../../../../src/core/market/continuous/recover-series.ts';
import { isExactEnough, restoreBars } from '../../../../src/core/market/continuous/restore-bars.ts';
import type { Root } from '../../../../src/core/market/instrument.ts';
import { rootInstrument } from '../../../../src/core/market/instrument-table.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import {
  contractSeries,
  PUBLISHED_FACTORS,
  plainSeries,
  profitSeries,
  type RealSeries,
  WDO_2021,
  WDO_2025,
  WDO_2025_CONTRACTS,
  WIN_2021,
} from './adjusted-series.ts';

const PRICES = ['open', 'high', 'low', 'close'] as const;
const WDO = rootInstrument('WDO');

function fitsOf({ contracts }: RecoveredSeries): ReadonlyMap<string, RecoveredFactor> {
  return new Map(contracts.flatMap(({ contract, fit }) => (fit.kind === 'recovered' ? [[contract, fit]] : [])));
}

function withoutTurnover({ bars }: RealSeries) {
  return { ...bars, turnover: undefined };
}

/** Days on which the factor that one day alone gives is another than on the day before. */
function factorChanges(root: Root, { bars, days }: RealSeries): readonly string[] {
  let before: number | undefined;
  return days.flatMap((day: DayRows) => {
    const { fit } = recoverSeries(root, bars, [day]).contracts[0]!;
    if (fit.kind !== 'recovered') throw new Error(`${day.day} alone gives no factor`);
    const isOther = before !== undefined && Math.abs(fit.factor / before - 1) > 1e-4;
    before = fit.factor;
    return isOther ? [day.day] : [];
  });
}

describeWithRealData('half a year of adjusted WDO minutes', [WDO_2025, WDO_2025_CONTRACTS], (adjusted, traded) => {
  const series = plainSeries(adjusted!);
  const expected = contractSeries(traded!);
  const found = recoverSeries('WDO', series.bars, series.days);

  it('give the published factors to 1e-8, the newest contract among them', () => {
    const fits = fitsOf(found);
    expect([...fits.keys()]).toEqual(['WDOU25', 'WDOV25', 'WDOX25', 'WDOZ25', 'WDOF26', 'WDOG26']);
    expect(found.decimals).toBe(2);
    for (const [contract, fit] of fits) {
      expect(Math.abs(fit.factor - PUBLISHED_FACTORS[contract]!), contract).toBeLessThanOrEqual(1e-8);
      expect(fit).toMatchObject({ missedRows: 0, turnover: 'adjusted' });
      expect(fit.largestResidual).toBeLessThanOrEqual(0.005);
      expect(fit.rmsResidual).toBeCloseTo(0.005 / Math.sqrt(3), 4);
      expect(fit.high - fit.low).toBeLessThan(1e-7);
    }
  });

  it('give the same factors without the turnover', () => {
    const alone = fitsOf(recoverSeries('WDO', withoutTurnover(series), series.days));
    for (const [contract, fit] of fitsOf(found)) {
      expect(alone.get(contract)).toEqual({ ...fit, turnover: 'absent', turnoverFit: undefined });
    }
  });

  it('give every price, contract and volume of the traded series back', () => {
    const wrong: string[] = [];
    for (const { contract, start, end, fit } of found.contracts) {
      if (fit.kind !== 'recovered') throw new Error(`${contract} was not recovered`);
      expect(isExactEnough(fit, WDO)).toBe(true);
      const bars = restoreBars(series.bars, { start, end }, fit, WDO);
      for (let row = start; row < end; row++) {
        const isSame =
          expected.contracts[row] === contract &&
          expected.bars.volume[row] === series.bars.volume[row] &&
          PRICES.every((name) => expected.bars[name][row] === bars[name][row - start]);
        if (!isSame) wrong.push(`${contract} row ${row}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(found.contracts.at(-1)!.end).toBe(69_822);
  });

  it('have a turnover that returns to whole ticks of money in every row, by a factor known to 1e-12', () => {
    for (const { contract, start, end, fit } of found.contracts) {
      const { turnoverFit, low, high } = fit as RecoveredFactor;
      expect(turnoverFit!.missed, contract).toBe(0);
      expect(turnoverFit!.high - turnoverFit!.low).toBeLessThan(1e-12);
      expect(turnoverFit!.factor >= low && turnoverFit!.factor <= high).toBe(true);
      const { turnover } = restoreBars(series.bars, { start, end }, fit as RecoveredFactor, WDO);
      for (let row = start; row < end; row++) {
        const brl = turnover![row - start]!;
        expect(brl % 5).toBe(0);
        // what was published was divided by a factor of eight decimals
        expect(Math.abs(brl - expected.bars.turnover[row]!)).toBeLessThan(0.6 + brl * 4e-8);
      }
    }
  });

  it('fit better than under the published factors, by which a few rows of WDOG26 miss', () => {
    const { start, end, fit } = found.contracts.at(-1)!;
    const missedBy = (factor: number): number => {
      let missed = 0;
      for (let row = start; row < end; row++) {
        const isOff = (name: (typeof PRICES)[number]): boolean => {
          const adjusted = series.bars[name][row]!;
          return Math.abs(adjusted - factor * nearestOnGrid(WDO, adjusted / factor)) > 0.00501;
        };
        if (PRICES.some(isOff)) missed += 1;
      }
      return missed;
    };
    expect(missedBy(PUBLISHED_FACTORS.WDOG26!)).toBe(5);
    expect(missedBy((fit as RecoveredFactor).factor)).toBe(0);
  });

  it('tell the last prices of both contracts before each roll, from which the factors were made', () => {
    expect(found.rolls).toEqual([
      { day: '2025-08-29', from: 'WDOU25', to: 'WDOV25', kind: 'recovered', oldPrice: 5420, newPrice: 5459 },
      { day: '2025-09-30', from: 'WDOV25', to: 'WDOX25', kind: 'recovered', oldPrice: 5322, newPrice: 5363.5 },
      { day: '2025-10-31', from: 'WDOX25', to: 'WDOZ25', kind: 'recovered', oldPrice: 5387.5, newPrice: 5420.5 },
      { day: '2025-11-28', from: 'WDOZ25', to: 'WDOF26', kind: 'recovered', oldPrice: 5357.5, newPrice: 5393 },
      { day: '2025-12-30', from: 'WDOF26', to: 'WDOG26', kind: 'recovered', oldPrice: 5572.5, newPrice: 5616.5 },
    ]);
    const fits = fitsOf(found);
    for (const roll of found.rolls) {
      if (roll.kind !== 'recovered') continue;
      const ratio = fits.get(roll.from)!.turnoverFit!.factor / fits.get(roll.to)!.turnoverFit!.factor;
      expect(Math.abs(ratio - roll.newPrice / roll.oldPrice)).toBeLessThan(2e-12);
    }
  });

  it('change their factor on the roll days of the calendar and on no others', () => {
    const rolls = ['2025-08-29', '2025-09-30', '2025-10-31', '2025-11-28', '2025-12-30'];
    expect(factorChanges('WDO', series)).toEqual(rolls);
  });

  it('of a single day without turnover have the right factor or none', () => {
    const fits = fitsOf(found);
    const bars = withoutTurnover(series);
    let recovered = 0;
    for (const day of series.days) {
      const { contract, fit } = recoverSeries('WDO', bars, [day]).contracts[0]!;
      if (fit.kind === 'notRecovered') {
        expect(fit.reason).toBe('ambiguous');
        continue;
      }
      recovered += 1;
      const { factor } = fits.get(contract)!.turnoverFit!;
      expect(fit.low <= factor && factor <= fit.high, day.day).toBe(true);
    }
    expect(recovered).toBeGreaterThan(100);
  });

  it('of a wrong calendar, two contracts taken for one, have no factor', () => {
    const mixed = series.days.filter(({ day }) => day >= '2025-08-28' && day <= '2025-08-29');
    const [first, second] = mixed as [DayRows, DayRows];
    const asOne = [{ day: first.day, start: first.start, end: second.end }];
    expect(recoverSeries('WDO', series.bars, asOne).contracts[0]!.fit).toMatchObject({ reason: 'noFactor' });
  });

  it('do not link contracts over a missing day', () => {
    const days = series.days.filter(({ day }) => day !== '2025-09-29');
    const { rolls } = recoverSeries('WDO', series.bars, days);
    expect(rolls.map(({ kind }) => kind)).toEqual(['recovered', 'unknown', 'recovered', 'recovered', 'recovered']);
  });
});

describeWithRealData('adjusted WDO minutes of 2021', [WDO_2021], (path) => {
  const series = profitSeries(path!, 'comma');
  const found = recoverSeries('WDO', series.bars, series.days);

  it('give the published factors, exactly 1 for the newest contract', () => {
    const fits = fitsOf(found);
    const factors = [...fits].map(([contract, { factor }]) => [contract, Number(factor.toFixed(8))]);
    expect(factors).toEqual(['WDOZ21', 'WDOF22', 'WDOG22'].map((contract) => [contract, PUBLISHED_FACTORS[contract]]));
    expect(fits.get('WDOG22')).toMatchObject({ factor: 1, low: 1, high: 1, largestResidual: 0 });
    expect([...fits.values()].map(({ missedRows, turnover }) => [missedRows, turnover])).toEqual([
      [0, 'traded'],
      [0, 'traded'],
      [0, 'either'],
    ]);
    expect(found.decimals).toBe(3);
  });

  it('have a mean price inside every restored bar, their turnover being the traded one', () => {
    for (const { start, end, fit } of found.contracts) {
      const bars = restoreBars(series.bars, { start, end }, fit as RecoveredFactor, WDO);
      for (let row = start; row < end; row++) {
        const mean = bars.turnover![row - start]! / (10 * series.bars.volume[row]!);
        expect(mean >= bars.low[row - start]! && mean <= bars.high[row - start]!).toBe(true);
      }
    }
  });

  it('change their factor on the roll days of the calendar and on no others', () => {
    expect(factorChanges('WDO', series)).toEqual(['2021-11-30', '2021-12-30']);
    expect(found.rolls).toEqual([
      { day: '2021-11-30', from: 'WDOZ21', to: 'WDOF22', kind: 'recovered', oldPrice: 5603.5, newPrice: 5639 },
      { day: '2021-12-30', from: 'WDOF22', to: 'WDOG22', kind: 'recovered', oldPrice: 5703, newPrice: 5742.5 },
    ]);
  });
});

describeWithRealData('adjusted WIN bars of 2021', [WIN_2021], (path) => {
  const series = profitSeries(path!, 'point');
  const found = recoverSeries('WIN', series.bars, series.days);
  const WIN = rootInstrument('WIN');

  it('return to multiples of 5 by one factor for each contract', () => {
    const fits = fitsOf(found);
    expect([...fits.keys()]).toEqual(['WINV21', 'WINZ21', 'WING22']);
    for (const fit of fits.values()) expect(fit).toMatchObject({ missedRows: 0 });
    expect(fits.get('WING22')!.factor).toBe(1);
    for (const { start, end, fit } of found.contracts) {
      if (fit.kind !== 'recovered') continue;
      const bars = restoreBars(series.bars, { start, end }, fit, WIN);
      for (const name of PRICES) expect(bars[name].every((price) => price % 5 === 0)).toBe(true);
      const mean = bars.turnover!.map((brl, index) => brl / (0.2 * series.bars.volume[start + index]!));
      expect(mean.every((price, index) => price > bars.low[index]! - 1 && price < bars.high[index]! + 1)).toBe(true);
    }
  });

  it('are linked by prices on the grid, which make the factors exact', () => {
    expect(found.rolls).toEqual([
      { day: '2021-08-18', from: 'WINQ21', to: 'WINV21', kind: 'unknown' },
      { day: '2021-10-13', from: 'WINV21', to: 'WINZ21', kind: 'recovered', oldPrice: 112_100, newPrice: 113_370 },
      { day: '2021-12-15', from: 'WINZ21', to: 'WING22', kind: 'recovered', oldPrice: 106_520, newPrice: 108_160 },
    ]);
    const fits = fitsOf(found);
    expect(Math.abs(fits.get('WINZ21')!.factor - 108_160 / 106_520)).toBeLessThan(2e-9);
    expect(Math.abs(fits.get('WINV21')!.factor - (108_160 / 106_520) * (113_370 / 112_100))).toBeLessThan(2e-9);
  });

  it('leave the factor of 50 bars open, which fit several, rather than guess', () => {
    const { contract, start, end, fit } = found.contracts[0]!;
    expect([contract, end - start]).toEqual(['WINQ21', 50]);
    expect(fit).toMatchObject({ kind: 'notRecovered', reason: 'ambiguous' });
    if (fit.kind !== 'notRecovered') return;
    expect(fit.candidates).toHaveLength(3);
    for (const { factor, missed } of fit.candidates) {
      expect(missed).toBe(0);
      expect(factor).toBeCloseTo(1.03606, 4);
    }
  });
});

describe('a series that was never adjusted', () => {
  const prices = Float64Array.of(5400, 5400.5, 5401);
  const bars = { open: prices, high: prices, low: prices, close: prices, volume: undefined, turnover: undefined };

  it('has the factor 1, however few its prices', () => {
    const { contracts, rolls } = recoverSeries('WDO', bars, [{ day: '2025-08-05', start: 0, end: 3 }]);
    expect(contracts[0]).toMatchObject({
      contract: 'WDOU25',
      fit: { kind: 'recovered', factor: 1, turnover: 'absent' },
    });
    expect(rolls).toEqual([]);
  });

  it('keeps a turnover that is one, and loses what only bears the name', () => {
    const volume = Float64Array.of(3, 4, 5);
    const brl = prices.map((price, row) => price * 10 * volume[row]!);
    const restored = (turnover: Float64Array) => {
      const days = [{ day: '2025-08-05', start: 0, end: 3 }];
      const withBoth = { ...bars, volume, turnover };
      const { fit } = recoverSeries('WDO', withBoth, days).contracts[0]!;
      return restoreBars(withBoth, { start: 0, end: 3 }, fit as RecoveredFactor, WDO).turnover;
    };
    expect(restored(brl)).toEqual(brl);
    expect(restored(brl.map((value) => value * 3))).toBeUndefined();
  });
});
