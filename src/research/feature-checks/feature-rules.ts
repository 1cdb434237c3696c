// What every feature promises, one rule each: a feature and markets in, what is wrong with it, in a sentence, out.

import type { Candle } from '../../core/candles/candle.ts';
import type { FeatureInput, FeatureSpec } from '../../core/features/feature.ts';
import { lastSessionWarmedUp } from './check-market.ts';
import { candlesOf, type FeatureEvent, FeaturePlayer, type FeatureValues } from './feature-events.ts';
import { leakCheck } from './leak-check.ts';
import { measuredSettling } from './measured-settling.ts';
import { staleBetween } from './stale-between.ts';

/** Long candle sessions for features of candles; short ones with trades and book for the others. */
export interface CheckData {
  readonly candles: readonly FeatureEvent[];
  readonly ticks: readonly FeatureEvent[];
}

export interface FeatureRule {
  readonly id: string;
  /** What a person reads in the list of rules. */
  readonly says: string;
  /** Undefined where the feature keeps the rule. */
  readonly broken: (spec: FeatureSpec, data: CheckData) => string | undefined;
}

const FROM_TICKS: readonly FeatureInput[] = ['tape', 'agents', 'quotes', 'book'];
const LEAK_TIMES = 40;
/** By so much of the price the last session is moved; of a feature's spread so much may show. */
const GAP_SHARE = 0.05;
const GAP_SHOWS = 0.5;
/** So many equal first values of a continuous feature are no chance. */
const FILLED_LEAST = 4;

export function readsTicks({ meta }: FeatureSpec): boolean {
  return meta.inputs.some((input) => FROM_TICKS.includes(input));
}

/** The market that a feature is checked on. */
export function eventsFor(spec: FeatureSpec, { candles, ticks }: CheckData): readonly FeatureEvent[] {
  return readsTicks(spec) ? ticks : candles;
}

export function run(spec: FeatureSpec, events: readonly FeatureEvent[]): FeatureValues {
  return new FeaturePlayer().valuesOf(spec, events);
}

/** The same events with changed candles. */
function changedCandles(
  events: readonly FeatureEvent[],
  change: (candle: Candle, index: number) => Partial<Candle>,
): readonly FeatureEvent[] {
  let index = -1;
  return events.map((event) => {
    if (event.kind !== 'candle') return event;
    index++;
    return { ...event, candle: { ...event.candle, ...change(event.candle, index) } };
  });
}

const text = (value: number | undefined): string => (value === undefined ? 'not ready' : String(value));

function difference(first: FeatureValues, other: FeatureValues, said: string): string | undefined {
  const at = first.findIndex((value, index) => !Object.is(value, other[index]));
  return at < 0 ? undefined : `${said}: at candle ${at + 1} ${text(first[at])} and ${text(other[at])}`;
}

function unsound(spec: FeatureSpec, values: FeatureValues, where: string): string | undefined {
  const { range } = spec.meta;
  const at = values.findIndex(
    (value) =>
      value !== undefined &&
      (!Number.isFinite(value) || (range !== undefined && (value < range[0] || value > range[1]))),
  );
  if (at < 0) return undefined;
  const bounds = range === undefined ? 'a finite number' : `from ${range[0]} to ${range[1]}`;
  return `${where}, candle ${at + 1}: ${values[at]} is not ${bounds}`;
}

const described: FeatureRule = {
  id: 'described',
  says: 'has a meaning, a unit and a sensible range',
  broken: ({ meta }) => {
    if (meta.meaning.trim() === '') return 'meaning is empty: say in one line what it measures';
    if (meta.unit.trim() === '') return 'unit is empty: points, ticks, fraction, contracts, 0..1 ...';
    if (meta.range !== undefined && !(meta.range[0] < meta.range[1])) return `range ${meta.range.join(' to ')} is none`;
    return undefined;
  },
};

const warmup: FeatureRule = {
  id: 'warm-up',
  says: 'has its first value at exactly the candle that `warmup` says',
  broken: (spec, data) => {
    const events = eventsFor(spec, data);
    const values = run(spec, events);
    const first = values.findIndex((value) => value !== undefined);
    const from = spec.meta.inputs.includes('sessions')
      ? candlesOf(events).findIndex(({ session }) => session.facts !== undefined)
      : 0;
    if (first === from + spec.meta.warmup - 1) return undefined;
    if (first < 0) return `has no value in ${values.length} candles; warmup says candle ${spec.meta.warmup}`;
    return `its first value is at candle ${first - from + 1}, warmup says ${spec.meta.warmup}`;
  },
};

const sound: FeatureRule = {
  id: 'sound',
  says: 'is finite and in its range, also where the market stands still, has no volume, jumps, or a price is 0',
  broken: (spec, data) => {
    const events = eventsFor(spec, data);
    const price = candlesOf(events)[0]!.candle.close;
    const flat = { open: price, high: price, low: price, close: price };
    const empty = { volume: 0, trades: 0, buyVolume: 0, sellVolume: 0, buyTrades: 0, sellTrades: 0, rlpVolume: 0 };
    const markets: readonly (readonly [string, readonly FeatureEvent[]])[] = [
      ['an ordinary market', events],
      ['a market that stands still', changedCandles(events, () => flat)],
      ['a market without volume', changedCandles(events, () => ({ ...flat, ...empty }))],
      [
        'jumps',
        changedCandles(events, ({ close, high }, k) => (k % 31 === 0 ? { close: close * 9, high: high * 9 } : {})),
      ],
      ['a price of 0', changedCandles(events, (_, k) => (k % 41 === 20 ? { open: 0, high: 0, low: 0, close: 0 } : {}))],
    ];
    for (const [where, market] of markets) {
      const broken = unsound(spec, run(spec, market), where);
      if (broken !== undefined) return broken;
    }
    return undefined;
  },
};

const fresh: FeatureRule = {
  id: 'fresh',
  says: 'made anew, gives the same values, whatever another one of it has seen',
  broken: (spec, data) => {
    const events = eventsFor(spec, data);
    const expected = run(spec, events);
    const [player, other] = [new FeaturePlayer(), new FeaturePlayer()];
    const [one, two] = [spec.create(), spec.create()];
    // prices and volumes that nothing has seen before: what it remembers of the largest is not yet full
    const larger = changedCandles(events, tripled);
    const late = larger.slice(Math.floor(events.length / 3));
    const values: FeatureValues = [];
    for (const [index, event] of events.entries()) {
      player.tell(one, event);
      if (index < late.length) other.tell(two, late[index]!);
      if (event.kind === 'candle') values.push(one.ready ? one.value : undefined);
    }
    return (
      difference(expected, values, 'state is shared between two of it') ??
      difference(expected, run(spec, events), 'state outlives it')
    );
  },
};

function tripled(candle: Candle): Partial<Candle> {
  const { open, high, low, close, volume, buyVolume, sellVolume } = candle;
  return {
    ...{ open: 3 * open, high: 3 * high, low: 3 * low, close: 3 * close },
    ...{ volume: 3 * volume, buyVolume: 3 * buyVolume, sellVolume: 3 * sellVolume },
  };
}

const filled: FeatureRule = {
  id: 'not filled',
  says: 'has no value where it knows none: nothing stands in for one at the beginning',
  broken: (spec, data) => {
    if (spec.meta.scale === 'discrete') return undefined;
    const known = run(spec, eventsFor(spec, data)).filter((value) => value !== undefined);
    const same = known.findIndex((value) => !Object.is(value, known[0]));
    if (same < FILLED_LEAST) return undefined;
    const from = `its first ${same} values are all ${known[0]}`;
    return `${from}, then they change: is it filled? Call out.set only where there is a value, and raise warmup`;
  },
};

const leaks: FeatureRule = {
  id: 'no look-ahead',
  says: 'knows nothing of what comes later, and reads only what it is given',
  broken: (spec, data) => {
    const [leak] = leakCheck(spec, eventsFor(spec, data), { times: LEAK_TIMES }).leaks;
    if (leak === undefined) return undefined;
    return `${LEAK_WORDS[leak.kind]}: at candle ${leak.candle + 1} ${text(leak.value)} and ${text(leak.other)}`;
  },
};

export const LEAK_WORDS = {
  cut: 'its value changes when what comes later is cut off',
  scrambled: 'its value changes with what comes later',
  missing: 'its value changes when later candles are missing',
  unrepeatable: 'the same events give other values a second time',
  kept: 'it keeps the object that it is handed, which the next one is written into',
  moved:
    'the same market at other times gives other values: it looks something up by time (or reads the date: then inputs name the clock)',
  deaf: "another market gives the same values: it reads only the clock (then say inputs: ['clock']), or something it is not given",
} as const;

const between: FeatureRule = {
  id: 'between candles',
  says: '`now` at the end of a candle gives what the candle then gives, and changes nothing',
  broken: (spec, data) => {
    if (!spec.meta.freshBetweenCandles) return undefined;
    const events = eventsFor(spec, data);
    const warmedUp = lastSessionWarmedUp(events);
    const after = staleBetween(spec, warmedUp);
    return staleBetween(spec, events) ?? (after === undefined ? undefined : `after a warm-up: ${after}`);
  },
};

const inputs: FeatureRule = {
  id: 'inputs',
  says: 'has no value without the inputs that it names, and needs no others',
  broken: (spec, data) => {
    const events = eventsFor(spec, data);
    const has = (input: FeatureInput): boolean => spec.meta.inputs.includes(input);
    const bare = changedCandles(events, () => ({ hasFlow: false, hasTrades: false }));
    const without = run(spec, bare);
    if (has('flow') || has('trades')) {
      const at = without.findIndex((value) => value !== undefined);
      return at < 0 ? undefined : `has the value ${without[at]} at candle ${at + 1} without flow and number of trades`;
    }
    return difference(run(spec, events), without, 'depends on flow or the number of trades, which inputs do not name');
  },
};

const starts: FeatureRule = {
  id: 'session start',
  says: 'does at the start of a session what `sessionRule` says',
  broken: (spec, data) => {
    const events = eventsFor(spec, data);
    const { sessionRule } = spec.meta;
    if (sessionRule === 'continue') {
      const joined = changedCandles(events, () => ({ firstOfSession: false }));
      return difference(run(spec, events), run(spec, joined), 'says continue, and the start of a session changes it');
    }
    if (sessionRule === 'skipGap') return gapSeen(spec, events);
    const at = events.findLastIndex((event) => event.kind === 'candle' && event.candle.firstOfSession);
    const day = (events[at] as FeatureEvent & { kind: 'candle' }).session.day;
    const from = events.findIndex(({ session }) => session.day === day);
    const alone = run(spec, events.slice(from));
    return difference(run(spec, events).slice(-alone.length), alone, 'says reset, and the session before shows');
  },
};

/** Where the last session opens is told only by the move over the night: at other prices its values must be the same. */
function gapSeen(spec: FeatureSpec, events: readonly FeatureEvent[]): string | undefined {
  const candles = candlesOf(events);
  const { session } = candles.at(-1)!;
  const from = candles.findIndex((event) => event.session.day === session.day);
  const before = run(spec, events);
  const points = GAP_SHARE * candles[from]!.candle.open;
  const moves = [(x: number) => x * (1 + GAP_SHARE), (x: number) => x + points];
  const known = before.filter((value) => value !== undefined);
  const mean = known.reduce((sum, x) => sum + x, 0) / known.length;
  const spread = Math.sqrt(known.reduce((sum, x) => sum + (x - mean) ** 2, 0) / known.length);
  // returns do not notice a factor, moves in points no sum; a share of the price as traded notices a little of either
  const worst = moves.map((move) => {
    const moved = changedCandles(events, ({ open, high, low, close }, k) =>
      k < from ? {} : { open: move(open), high: move(high), low: move(low), close: move(close) },
    );
    const after = run(spec, moved);
    return Math.max(...after.map((value, k) => Math.abs((value ?? 0) - (before[k] ?? 0))));
  });
  if (Math.min(...worst) <= GAP_SHOWS * spread) return undefined;
  return `says skipGap, and the move over the night shows: another opening price changes it by ${Math.min(...worst)}`;
}

const settles: FeatureRule = {
  id: 'settled',
  says: 'does not depend on where its state began, once `settled` candles are over',
  broken: (spec, data) => {
    if (readsTicks(spec) || spec.meta.inputs.includes('sessions') || spec.meta.sessionRule === 'reset')
      return undefined;
    const { candles, longest } = measuredSettling(spec, data.candles);
    if (spec.meta.settled > longest) return undefined;
    if (candles === undefined)
      return `its start still shows after ${longest} candles; settled says ${spec.meta.settled}`;
    if (candles <= spec.meta.settled) return undefined;
    return `its start shows for ${candles} candles; settled says ${spec.meta.settled}`;
  },
};

/** In the order in which they are told; those that ask what outlives a run stand first, before others have filled it. */
export const FEATURE_RULES: readonly FeatureRule[] = [
  ...[described, fresh, leaks, warmup, sound, filled, between, inputs, starts, settles],
];
