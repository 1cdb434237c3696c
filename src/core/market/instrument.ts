// What a futures contract is to the rest of the code: its names, its family, its tick, and what a tick is worth.

/** The four futures traded here: mini and full dollar, mini and full Bovespa index. */
export type Root = 'WDO' | 'DOL' | 'WIN' | 'IND';

/** Contracts of one family share price scale, months, expiry rule and session hours. */
export type Family = 'dollar' | 'index';

export function familyOf(root: Root): Family {
  return root === 'WDO' || root === 'DOL' ? 'dollar' : 'index';
}

/** All that is needed to turn prices into whole ticks and back. */
export interface PriceGrid {
  readonly symbol: string;
  /** Smallest price step, in points. */
  readonly tick: number;
  /** Ticks in one point, where that is a whole number; undefined where the tick is larger than a point. */
  readonly ticksPerUnit: number | undefined;
}

export interface Instrument extends PriceGrid {
  readonly root: Root;
  /** The dated contract ('WDOU25'), or the root where no contract was named. */
  readonly symbol: string;
  readonly family: Family;
  /** Value of one point of one contract, BRL. */
  readonly pointValueBrl: number;
  /** Value of one tick of one contract, BRL. */
  readonly tickValueBrl: number;
  /** Value of one tick of one contract, whole ten-thousandths of a BRL: money is ticks x contracts x this, exactly. */
  readonly tickValueE4: number;
  /** Order quantities are multiples of this, in contracts. */
  readonly lot: number;
  readonly currency: 'BRL';
  /** The vendor's letter of the market: F is B3's futures. */
  readonly exchange: 'F';
  /** Letters of the months that are traded, January to December order. */
  readonly months: string;
  /** Trading days: the calendar of `trading-calendar.ts`. */
  readonly calendarId: 'B3';
}
