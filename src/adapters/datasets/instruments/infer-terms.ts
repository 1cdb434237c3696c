// The prices and quantities of one part in; the tick and lot that all of them are multiples of out.

import { gridOf, type InstrumentTerms } from '../../../core/market/instrument-terms.ts';
import type { PartColumns } from '../row-buffer.ts';

/** Finer prices are float noise: no market here quotes nine decimals. */
const FINEST = 1e-8;
const PRICE_COLUMNS = ['price', 'bid', 'ask', 'open', 'high', 'low', 'close'] as const;
const QUANTITY_COLUMNS = ['quantity', 'volume', 'bid_size', 'ask_size'] as const;

/** Tick 0.01 and lot 1 where nothing is above zero. Value of a point and hours cannot be seen in prices: they stay undefined. */
export function inferTerms(symbol: string, columns: PartColumns, timeZone: string): InstrumentTerms {
  const tick = commonStep(PRICE_COLUMNS.flatMap((name) => columns[name] ?? [])) ?? 0.01;
  const lot = commonStep(QUANTITY_COLUMNS.flatMap((name) => columns[name] ?? [])) ?? 1;
  return {
    ...gridOf(symbol, tick),
    lot,
    pointValue: undefined,
    currency: 'unknown',
    timeZone,
    calendar: 'none',
    hours: undefined,
    inferred: true,
  };
}

/** What holds for two parts of one instrument: the coarsest tick and lot that both fit. */
export function jointTerms(a: InstrumentTerms, b: InstrumentTerms): InstrumentTerms {
  const joint = (x: number, y: number): number => commonStep([Float64Array.of(x, y)])!;
  return { ...a, ...gridOf(a.symbol, joint(a.tick, b.tick)), lot: joint(a.lot, b.lot) };
}

/** The largest step, a whole number of 1e-8, that every value above 0 is a multiple of; undefined where there is none. */
function commonStep(columns: readonly Float64Array[]): number | undefined {
  let scale = 1;
  let step = 0;
  for (const column of columns) {
    for (const value of column) {
      if (!(value > 0) || !Number.isFinite(value)) continue;
      while (scale * FINEST < 1 && !isWhole(value * scale)) {
        scale *= 10;
        step *= 10;
      }
      const units = Math.round(value * scale);
      if (step === 0 || units % step !== 0) step = greatestCommonDivisor(units, step);
    }
  }
  return step === 0 ? undefined : step / scale;
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-6;
}

function greatestCommonDivisor(a: number, b: number): number {
  let [larger, smaller] = [a, b];
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}
