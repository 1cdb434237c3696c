// A feature and events in; where its values depend on what had not happened yet, or on what it was not given, out.

import type { FeatureSpec } from '../../core/features/feature.ts';
import type { SessionContext } from '../../core/features/session-context.ts';
import { formatDay, toDayNumber } from '../../core/market/civil-day.ts';
import { US_PER_DAY } from '../../core/market/civil-time.ts';
import { Random } from '../../simulation/random.ts';
import { type CandleRow, type ColumnFeature, isColumnFeature } from './column-feature.ts';
import { candlesOf, endOfCandle, type FeatureEvent, FeaturePlayer, type FeatureValues } from './feature-events.ts';
import { FUTURE_CHANGES, type FutureChange, withFuture } from './future-changes.ts';

/**
 * cut, scrambled, missing: a value changed with the data after it. unrepeatable: the same events gave other values. kept: it keeps
 * the object it is handed. moved: the same market at other times gave other values. deaf: another market gave the same values, so they
 * come from somewhere else.
 */
export type LeakKind = FutureChange | 'unrepeatable' | 'kept' | 'moved' | 'deaf';

export interface Leak {
  readonly kind: LeakKind;
  /** Candle up to which the data were the same, and the candle whose value differs; both count from 0. */
  readonly known: number;
  readonly candle: number;
  readonly value: number | undefined;
  readonly other: number | undefined;
}

export interface LeakCheck {
  /** Candles of the events, and how many of them the future was changed after. */
  readonly candles: number;
  readonly times: number;
  /** The first of each kind; none where the feature knows nothing of the future. */
  readonly leaks: readonly Leak[];
}

export interface LeakCheckOptions {
  /** Default: 200. */
  readonly times?: number;
  readonly seed?: number;
}

const TIMES = 200;
const SEED = 20_251_124;
/** A value that is always the same says nothing of where it comes from. */
const LEAST_VALUES = 3;
/** Four weeks: weekday, time of day and place in the session are the same. */
const OTHER_TIMES_US = 28 * 86_400_000_000;
/** Share of trades and updates of the book that another market has. */
const KEPT_TICKS = 0.7;

/**
 * Values up to a candle must be the same when the events after it are cut off, scrambled or partly missing, at many random candles.
 * Runs follow each other in one process, so that what one leaves behind for the next is seen too. Only the object is looked at:
 * neither its name nor its source.
 */
export function leakCheck(
  feature: FeatureSpec | ColumnFeature,
  events: readonly FeatureEvent[],
  { times = TIMES, seed = SEED }: LeakCheckOptions = {},
): LeakCheck {
  const stream = new Random(seed, 'leak check');
  const random = (): number => stream.float();
  const player = new FeaturePlayer();
  const run = (over: readonly FeatureEvent[]): FeatureValues =>
    isColumnFeature(feature) ? columnValues(feature, over) : player.valuesOf(feature, over);
  const candles = candlesOf(events).length;
  const found = new Map<LeakKind, Leak>();
  const note = (kind: LeakKind, known: number, first: FeatureValues, other: FeatureValues): void => {
    const at = firstDifference(first, other, known);
    if (at === undefined || found.has(kind)) return;
    found.set(kind, { kind, known, candle: at, value: first[at], other: other[at] });
  };
  const whole = run(events);
  note('unrepeatable', candles - 1, whole, run(events));
  if (!isColumnFeature(feature)) {
    note('kept', candles - 1, whole, new FeaturePlayer({ fresh: true }).valuesOf(feature, events));
  }
  if (isColumnFeature(feature) || !feature.meta.inputs.includes('clock'))
    note('moved', candles - 1, whole, run(atOtherTimes(events)));
  // what knows the next opening shows at the end of a session only
  const chosen = knownCandles(events, candles, times, random);
  for (const known of chosen) {
    if (FUTURE_CHANGES.every((change) => found.has(change))) break;
    const from = endOfCandle(events, known);
    for (const change of FUTURE_CHANGES) note(change, known, whole, run(withFuture(events, from, change, random)));
  }
  const deaf = deafTo(feature, events, whole, run, random);
  if (deaf !== undefined) found.set('deaf', deaf);
  return { candles, times: chosen.length, leaks: [...found.values()] };
}

/** Those around the ends of sessions, then others in random order; none twice. */
function knownCandles(
  events: readonly FeatureEvent[],
  candles: number,
  times: number,
  random: () => number,
): readonly number[] {
  const firsts = candlesOf(events).flatMap(({ candle }, at) => (candle.firstOfSession && at > 1 ? [at] : []));
  const ends = firsts.flatMap((first) => [first - 1, first - 2, first]);
  const others = Array.from({ length: Math.max(0, candles - 1) }, (_, at) => ({ at, order: random() }));
  others.sort((a, b) => a.order - b.order);
  return [...new Set([...ends, ...others.map(({ at }) => at)])].slice(0, times);
}

function atOtherTimes(events: readonly FeatureEvent[]): readonly FeatureEvent[] {
  const sessions = new Map<SessionContext, SessionContext>();
  return events.map((event) => {
    const moved = sessions.get(event.session) ?? laterSession(event.session);
    sessions.set(event.session, moved);
    return laterEvent(event, moved);
  });
}

function laterSession(session: SessionContext): SessionContext {
  const day = formatDay(toDayNumber(session.day) + OTHER_TIMES_US / US_PER_DAY);
  return { ...session, day, openUs: session.openUs + OTHER_TIMES_US, closeUs: session.closeUs + OTHER_TIMES_US };
}

function laterEvent(event: FeatureEvent, session: SessionContext): FeatureEvent {
  if (event.kind === 'trade') {
    return { ...event, session, trade: { ...event.trade, timeUs: event.trade.timeUs + OTHER_TIMES_US } };
  }
  if (event.kind === 'book') {
    return { ...event, session, book: { ...event.book, timeUs: event.book.timeUs + OTHER_TIMES_US } };
  }
  const { openTimeUs, closeTimeUs } = event.candle;
  const times = { openTimeUs: openTimeUs + OTHER_TIMES_US, closeTimeUs: closeTimeUs + OTHER_TIMES_US };
  return { ...event, session, candle: { ...event.candle, ...times } };
}

/** A feature of prices or trades whose values are those of this market in any other one does not read what it is given. */
function deafTo(
  feature: FeatureSpec | ColumnFeature,
  events: readonly FeatureEvent[],
  whole: FeatureValues,
  run: (over: readonly FeatureEvent[]) => FeatureValues,
  random: () => number,
): Leak | undefined {
  const readsMarket =
    isColumnFeature(feature) || feature.meta.inputs.some((input) => input !== 'clock' && input !== 'sessions');
  if (!readsMarket || new Set(whole).size < LEAST_VALUES) return undefined;
  // other prices and sizes, and fewer trades and updates of the book between the same candles
  const market = events.filter(({ kind }) => kind === 'candle' || random() < KEPT_TICKS);
  const other = run(withFuture(market, 0, 'scrambled', random, events.length));
  if (firstDifference(whole, other, whole.length - 1) !== undefined) return undefined;
  const candle = whole.findIndex((value) => value !== undefined);
  return { kind: 'deaf', known: -1, candle, value: whole[candle], other: other[candle] };
}

function columnValues(feature: ColumnFeature, events: readonly FeatureEvent[]): FeatureValues {
  // copies: a function over columns may keep or change its rows
  const rows: CandleRow[] = candlesOf(events).map(({ candle, session }) => ({ candle: { ...candle }, session }));
  return Array.from(feature.values(rows), (value) =>
    value === null || value === undefined || Number.isNaN(value) ? undefined : value,
  );
}

function firstDifference(first: FeatureValues, other: FeatureValues, last: number): number | undefined {
  for (let at = 0; at <= last && at < first.length; at++) if (!Object.is(first[at], other[at])) return at;
  return undefined;
}
