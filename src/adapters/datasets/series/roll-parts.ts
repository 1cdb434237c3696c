// A roll and the store in; the candles of both contracts around it out, with the parts that they stand in.

import { parseDay } from '../../../core/market/civil-day.ts';
import type { PriceTrack } from '../../../core/market/continuous/roll-prices.ts';
import type { Roll } from '../../../core/market/continuous/roll-schedule.ts';
import { tradingDaysBefore } from '../../../core/market/contracts-of-days.ts';
import { isCovered } from '../../../core/market/trading-calendar.ts';
import { joinCandles } from '../candle-range.ts';
import { isPresent, type PartRef, partRef } from '../part-path.ts';
import type { PartKind } from '../schema.ts';
import type { DatasetStore } from '../store.ts';
import type { MeasuredPart } from './adjustment-file.ts';

/** Trading days before a roll whose prices may measure it: the distance of two contracts changes by about 0.05 % in them. */
const DAYS_BEFORE_ROLL = 5;

/** What there is to measure a roll with. */
export interface RollParts {
  readonly old: readonly PartRef[];
  readonly fresh: readonly PartRef[];
  /** The same with the fingerprints of their bytes. */
  readonly measured: readonly MeasuredPart[];
}

/**
 * Parts of the five trading days before the roll, of the new contract also of the roll day. Prices that are off the tick
 * grid measure nothing: such parts are left out.
 */
export function rollParts(store: DatasetStore, kind: PartKind, roll: Roll): RollParts {
  const number = parseDay(roll.day);
  const before =
    number !== undefined && isCovered(number) ? tradingDaysBefore(roll.day, DAYS_BEFORE_ROLL).toReversed() : [];
  const measured: MeasuredPart[] = [];
  const partsOf = (instrument: string, days: readonly string[]): readonly PartRef[] =>
    days.flatMap((day) => {
      const part = partRef(store.root, instrument, kind, day);
      if (!isPresent(part)) return [];
      const { adjusted, sha256 } = store.manifest(part);
      if (adjusted !== 'none') return [];
      measured.push({ instrument, day, sha256 });
      return [part];
    });
  const old = partsOf(roll.from, before);
  const fresh = partsOf(roll.to, [...before, roll.day]);
  return { old, fresh, measured };
}

/** Candles of several parts of one contract; empty without parts. */
export async function priceTrack(store: DatasetStore, parts: readonly PartRef[]): Promise<PriceTrack> {
  const days = [];
  for (const part of parts) days.push({ day: part.day, columns: (await store.readProven(part)).columns });
  const { columns } = joinCandles(days);
  const column = (name: string): Float64Array => columns[name] ?? new Float64Array(0);
  return {
    openTimeUs: column('open_time_us'),
    closeTimeUs: column('close_time_us'),
    open: column('open'),
    close: column('close'),
  };
}
