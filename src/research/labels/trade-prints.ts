// A frame of trades in; the prints that made a price, with their times, by contract and day, out.

import type { Instrument } from '../../core/market/instrument.ts';
import type { Frame } from '../frames/frame.ts';
import { checkAscending } from '../frames/sorted-times.ts';
import { labelError } from './label-error.ts';
import { labelSessions } from './label-sessions.ts';
import type { PricePath } from './touch-index.ts';

/** Prints of one contract and day, from `from` up to, not including, `to`. */
interface PrintSession {
  readonly from: number;
  readonly to: number;
  readonly flattenUs: number;
}

export interface TradePrints {
  readonly timeUs: Float64Array;
  /** All four are the price. */
  readonly path: PricePath;
  /** By `sessionKey`. */
  readonly sessions: ReadonlyMap<string, PrintSession>;
  readonly instrument: Instrument | undefined;
}

export function sessionKey(day: string, contract: string): string {
  return `${day} ${contract}`;
}

/** The condition of a trade at a price of the market: no auction, no cross, no RLP. */
const REGULAR = 0;
/** A row that takes an earlier trade back, or says what an edit left of it: it is no print of its own. */
const NO_CORRECTION = 0;

/**
 * Takes trades of `partsFrame`. Prints that were taken back later stand: they were there for who traded then. UserErrors `label-rows`, `frame-index`,
 * `frame-column`, `bad-option`.
 */
export function tradePrints(trades: Frame, flattenBeforeClose?: string): TradePrints {
  checkAscending(trades.times);
  const condition = trades.column('condition').values;
  const correction = trades.columns.get('correction')?.values;
  const regular = trades.filter(
    (row) => condition[row] === REGULAR && (correction === undefined || correction[row] === NO_CORRECTION),
  );
  const { kind, values, valid } = regular.column('price');
  const isWhole = kind === 'float' && valid === undefined && values.every((price) => price > 0);
  const fix = 'Take the trades from `partsFrame(store, { kind: "trades", ... })`';
  if (!isWhole) throw labelError('label-rows', 'Column price is not a number above 0 in every row', 'price', fix);
  const { sessions, instrument } = labelSessions(regular, regular.times, flattenBeforeClose);
  const byKey = sessions.map((session) => [sessionKey(session.day, session.contract), session] as const);
  return {
    timeUs: regular.times,
    path: { open: values, high: values, low: values, close: values },
    sessions: new Map(byKey),
    instrument,
  };
}
