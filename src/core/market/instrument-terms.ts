// What the store has to know of any instrument, traded here or not: price step, lot, value of a point, time zone and hours.

import type { PriceGrid } from './instrument.ts';
import { instrumentOf } from './instrument-table.ts';

/** Trading hours of every day in minutes after local midnight, where no table of sessions knows better. */
export interface DailyHours {
  readonly openMinute: number;
  /** The first minute without trading. */
  readonly closeMinute: number;
}

export interface InstrumentTerms extends PriceGrid {
  /** Quantities are multiples of this. */
  readonly lot: number;
  /** Value of one point of one contract, in `currency`; undefined where nobody told it. */
  readonly pointValue: number | undefined;
  readonly currency: string;
  /** IANA name; the days of the parts are local dates in it. */
  readonly timeZone: string;
  /** Whose trading days count; `none` where no calendar is known here. */
  readonly calendar: 'B3' | 'none';
  readonly hours: DailyHours | undefined;
  /** The figures were worked out from data; nobody told them. */
  readonly inferred: boolean;
}

export const B3_TIME_ZONE = 'America/Sao_Paulo';

/** The terms of a root, continuous name or dated contract of the built-in table; undefined for any other name. */
export function builtInTerms(symbol: string): InstrumentTerms | undefined {
  const instrument = instrumentOf(symbol);
  if (instrument === undefined) return undefined;
  const { tick, ticksPerUnit, lot, pointValueBrl, currency } = instrument;
  return {
    symbol,
    tick,
    ticksPerUnit,
    lot,
    pointValue: pointValueBrl,
    currency,
    timeZone: B3_TIME_ZONE,
    calendar: 'B3',
    hours: undefined,
    inferred: false,
  };
}

/** The grid of a tick: `ticksPerUnit` is set where a point holds a whole number of ticks, so that prices come out exact. */
export function gridOf(symbol: string, tick: number): PriceGrid {
  const perUnit = Math.round(1 / tick);
  const isWhole = perUnit >= 1 && Math.abs(perUnit * tick - 1) < 1e-9;
  return { symbol, tick, ticksPerUnit: isWhole ? perUnit : undefined };
}
