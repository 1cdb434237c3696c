// A synthetic session of trades with their brokers; time per trade of the features that read the tape, against Maps in the same run.

import { assert } from '../src/core/assert.ts';
import { emptyCandle, type MutableCandle } from '../src/core/candles/candle.ts';
import { CandleAccumulator } from '../src/core/candles/candle-accumulator.ts';
import { emptyTapeTrade, type TapeTrade } from '../src/core/candles/tape-trade.ts';
import { agentsDefaults } from '../src/core/features/agents/defaults.ts';
import { b3Brokers } from '../src/core/features/agents/index.ts';
import type { FeatureSpec } from '../src/core/features/feature.ts';
import { FeatureSet } from '../src/core/features/feature-set.ts';
import { largeTradeShare, realizedVolatility, vpin } from '../src/core/features/flow/index.ts';
import type { SessionContext } from '../src/core/features/session-context.ts';
import { CONDITION_SHIFT } from '../src/core/market/event-record.ts';
import { Random } from '../src/simulation/random.ts';
import type { BenchOptions } from './bench.ts';
import { leastOf, secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';
import { NaiveTapeFeatures } from './naive-tape-features.ts';

const MINUTE_US = 60_000_000;
const MINUTES = 570;
/** An assumption: 399,000 trades are a busy day. */
const TRADES_A_MINUTE = 700;
const QUICK_MINUTES = 40;
const QUICK_TRADES_A_MINUTE = 50;
/** An assumption; a day of options on stocks has about 70. */
const BROKERS = 80;
const FIRST_UNLISTED = 5000;
const GOAL_NS = 300;
const OPEN_US = 1_754_395_200_000_000;
const NS_PER_SECOND = 1e9;

const tapeSpecs: readonly FeatureSpec[] = [
  largeTradeShare(),
  realizedVolatility({ candles: 5 }),
  realizedVolatility({ candles: 20 }),
  vpin(),
];

/** Columns of trades, with the candle that each minute of them makes. */
interface Tape {
  readonly perMinute: number;
  readonly times: Float64Array;
  readonly prices: Float64Array;
  readonly quantities: Float64Array;
  readonly aggressors: Uint8Array;
  readonly conditions: Uint8Array;
  readonly buyers: Int32Array;
  readonly sellers: Int32Array;
  readonly candles: readonly MutableCandle[];
  readonly session: SessionContext;
}

interface Reader {
  onTrade(trade: TapeTrade, session: SessionContext): void;
  update(candle: MutableCandle, session: SessionContext): void;
}

export async function featuresTape(options: BenchOptions): Promise<readonly Figure[]> {
  const tape = options.quick ? tapeOf(QUICK_MINUTES, QUICK_TRADES_A_MINUTE) : tapeOf(MINUTES, TRADES_A_MINUTE);
  const withAgents = [...tapeSpecs, ...agentsDefaults];
  return [
    await measured(options, tape, 'features-tape.default', tapeSpecs, { kind: 'most', value: GOAL_NS }),
    await measured(options, tape, 'features-tape.with-agents', withAgents),
  ];
}

async function measured(
  { runs }: BenchOptions,
  tape: Tape,
  name: string,
  specs: readonly FeatureSpec[],
  goal?: { readonly kind: 'most'; readonly value: number },
): Promise<Figure> {
  const { session, times, candles } = tape;
  const hasAgents = specs.length > tapeSpecs.length;
  let set = new FeatureSet({});
  const setS = await leastOf(runs, () => {
    set = new FeatureSet(Object.fromEntries(specs.map((spec) => [spec.meta.id, spec])));
    return secondsOf(() => play(tape, set));
  });
  let naive = new NaiveTapeFeatures(session.facts!, session.openUs, hasAgents);
  const naiveS = await leastOf(runs, () => {
    naive = new NaiveTapeFeatures(session.facts!, session.openUs, hasAgents);
    return secondsOf(() => play(tape, naive));
  });
  agree(set, naive);
  const nsOf = (seconds: number) => (seconds / times.length) * NS_PER_SECOND;
  return figure(name, nsOf(setS), 'ns', {
    ...(goal === undefined ? {} : { goal }),
    peer: { name: 'arrays and Maps made anew at each candle', value: nsOf(naiveS) },
    note: `${specs.length} features, ${times.length} synthetic trades in ${candles.length} candles; per trade, candles included`,
  });
}

function play(tape: Tape, reader: Reader): void {
  const { perMinute, times, prices, quantities, aggressors, conditions, buyers, sellers, candles, session } = tape;
  const trade = emptyTapeTrade();
  for (let at = 0; at < times.length; at++) {
    trade.timeUs = times[at]!;
    trade.price = prices[at]!;
    trade.quantity = quantities[at]!;
    trade.aggressor = aggressors[at]! as TapeTrade['aggressor'];
    trade.condition = conditions[at]! as TapeTrade['condition'];
    trade.buyAgent = buyers[at]!;
    trade.sellAgent = sellers[at]!;
    reader.onTrade(trade, session);
    if ((at + 1) % perMinute === 0) reader.update(candles[(at + 1) / perMinute - 1]!, session);
  }
}

/** What both know must be the same. */
function agree(set: FeatureSet, naive: NaiveTapeFeatures): void {
  for (const [id, value] of naive.values) {
    const own = set.at(set.ids.indexOf(id));
    assert(own !== undefined && Math.abs(own - value) < 1e-9, `${id} is ${own}, and ${value} with arrays and Maps`);
  }
}

function tapeOf(minutes: number, perMinute: number): Tape {
  const random = new Random(1, 'features-tape');
  const length = minutes * perMinute;
  const column = () => new Float64Array(length);
  const tape = {
    ...{ perMinute, times: column(), prices: column(), quantities: column() },
    ...{ aggressors: new Uint8Array(length), conditions: new Uint8Array(length) },
    ...{ buyers: new Int32Array(length), sellers: new Int32Array(length) },
  };
  let price = 5400;
  for (let at = 0; at < length; at++) {
    price += (random.integer(3) - 1) / 2;
    tape.times[at] = OPEN_US + Math.floor((at / perMinute) * MINUTE_US);
    tape.prices[at] = price;
    tape.quantities[at] = 1 + random.integer(random.integer(5) === 0 ? 40 : 5);
    tape.aggressors[at] = 1 + random.integer(2);
    tape.conditions[at] = random.integer(20) === 0 ? random.integer(5) : 0;
    tape.buyers[at] = brokerOf(random);
    tape.sellers[at] = brokerOf(random);
  }
  const candles = Array.from({ length: minutes }, (_, minute) => candleOf(tape, minute));
  const volume = candles.reduce((sum, candle) => sum + candle.volume, 0);
  return { ...tape, candles, session: sessionOf(minutes, volume) };
}

/** A few trade most, the known ones first. */
function brokerOf(random: Random): number {
  const rank = Math.min(random.integer(BROKERS), random.integer(BROKERS));
  return b3Brokers[rank]?.code ?? FIRST_UNLISTED + rank;
}

function candleOf(tape: Omit<Tape, 'candles' | 'session'>, minute: number): MutableCandle {
  const accumulator = new CandleAccumulator();
  for (let at = minute * tape.perMinute; at < (minute + 1) * tape.perMinute; at++) {
    const flags = tape.aggressors[at]! | (tape.conditions[at]! << CONDITION_SHIFT);
    accumulator.addTrade(tape.times[at]!, tape.prices[at]!, tape.quantities[at]!, flags);
  }
  const candle = emptyCandle();
  const openUs = OPEN_US + minute * MINUTE_US;
  accumulator.writeTo(candle, openUs, openUs + MINUTE_US, minute === 0);
  return candle;
}

/** Whole buckets that are full before the session ends. */
function sessionOf(minutes: number, volume: number): SessionContext {
  return {
    ...{ day: '2025-08-05', dayOfWeek: 2, openUs: OPEN_US, closeUs: OPEN_US + minutes * MINUTE_US },
    ...{ daysToRoll: 18, tick: 0.5 },
    facts: { previous: undefined, meanDailyVolume: Math.floor(volume / 80) * 50, largeTradeSize: 20 },
  };
}
