// Sessions of candles and a set of features in; the value of each feature at each candle out: the objects that trade, run over columns.

import { emptyCandle } from '../../core/candles/candle.ts';
import { type PlayedDay, playDay } from '../../core/candles/play-day.ts';
import type { FeatureSpec } from '../../core/features/feature.ts';
import { FeatureSet } from '../../core/features/feature-set.ts';
import { type CandleBlock, readCandle } from './candle-block.ts';
import type { ValueBlock } from './value-block.ts';

/** Sessions from `first` up to, not including, `end`; the values of the first begin in row `row`. */
export interface SessionSpan {
  readonly first: number;
  readonly end: number;
  readonly row: number;
}

export type Specs = Readonly<Record<string, FeatureSpec>>;

export function specsById(specs: readonly FeatureSpec[]): Specs {
  return Object.fromEntries(specs.map((spec) => [spec.meta.id, spec]));
}

/**
 * State is fresh in each session, as in trading: a row does not depend on which days were asked for. `places` are the columns of `out`
 * that the features have, where they are not all of it.
 */
export function computeValues(
  specs: Specs,
  block: CandleBlock,
  span: SessionSpan,
  out: ValueBlock,
  places: readonly number[] = everyColumn(out),
): void {
  const candle = emptyCandle();
  let { row } = span;
  for (const { session, warmupSession, from, start, end } of block.sessions.slice(span.first, span.end)) {
    const set = new FeatureSet(specs);
    for (let at = from; at < start; at++) {
      readCandle(block, at, candle);
      set.update(candle, warmupSession);
    }
    for (let at = start; at < end; at++) {
      readCandle(block, at, candle);
      set.update(candle, session);
      writeRow(set, row++, out, places);
    }
  }
}

/**
 * One session whose features read trades or the book as well: `day` has its records. The candles are made of them anew, as the engine
 * makes them. Throws RangeError where they are not as many as the block has.
 */
export function computeFromRecords(
  specs: Specs,
  block: CandleBlock,
  span: SessionSpan,
  day: PlayedDay,
  out: ValueBlock,
): void {
  const { session, warmupSession, from, start, end } = block.sessions[span.first]!;
  const set = new FeatureSet(specs);
  const places = everyColumn(out);
  const candle = emptyCandle();
  for (let at = from; at < start; at++) {
    readCandle(block, at, candle);
    set.update(candle, warmupSession);
  }
  let { row } = span;
  playDay(day, {
    onCandle: (closed) => {
      set.update(closed, session);
      if (row < span.row + end - start) writeRow(set, row, out, places);
      row++;
    },
    ...(set.readsTape ? { onTrade: (trade) => set.onTrade(trade, session) } : {}),
    ...(set.readsBook ? { onBook: (book) => set.onBook(book, session) } : {}),
  });
  if (row - span.row !== end - start) {
    throw new RangeError(`${session.day}: ${row - span.row} candles of its trades, ${end - start} before`);
  }
}

function everyColumn({ columns }: ValueBlock): readonly number[] {
  return Array.from({ length: columns }, (_, column) => column);
}

function writeRow(
  set: FeatureSet,
  row: number,
  { rows, columns, values, ready, filled }: ValueBlock,
  places: readonly number[],
): void {
  for (let at = 0; at < places.length; at++) {
    if (set.ready[at] !== 1) continue;
    const place = places[at]! * rows + row;
    values[place] = set.values[at]!;
    ready[place] = 1;
  }
  // several threads may have columns of one row: only one of them has features that carry on
  if (set.filledCount > 0) filled[row] = set.filledCount / columns;
}
