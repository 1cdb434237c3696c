// Candles of a year through the features of the catalogue; microseconds per candle, a year's time, and ratios to other libraries.

import { assert } from '../src/core/assert.ts';
import { type Candle, emptyCandle } from '../src/core/candles/candle.ts';
import { catalogue } from '../src/core/catalogue/catalogue.ts';
import type { FeatureSpec } from '../src/core/features/feature.ts';
import { FeatureSet } from '../src/core/features/feature-set.ts';
import type { SessionContext } from '../src/core/features/session-context.ts';
import { checkMarket } from '../src/research/feature-checks/check-market.ts';
import { candlesOf } from '../src/research/feature-checks/feature-events.ts';
import { type CandleSessionInput, candleBlock, readCandle } from '../src/research/features/candle-block.ts';
import { specsById } from '../src/research/features/compute-values.ts';
import { candleValues } from '../src/research/features/value-threads.ts';
import type { BenchOptions } from './bench.ts';
import { leastOf, secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';
import { type BarColumns, PEERS_MISSING, type PeerFunctions, taLib, technicalIndicators } from './indicator-peers.ts';

const SESSIONS = 20;
const QUICK_SESSIONS = 2;
const CANDLES = 570;
const SESSIONS_OF_A_YEAR = 250;
const GOAL_US = 15;
const GOAL_YEAR_S = 10;
const GOAL_YEAR_TWO_S = 6;
const NOTE = 'synthetic one-minute candles with flow';

export async function features(options: BenchOptions): Promise<readonly Figure[]> {
  const sessions = sessionsOf(options.quick ? QUICK_SESSIONS : SESSIONS);
  const all = [...catalogue.values()];
  const indicators = all.filter(({ meta }) => meta.group === 'indicators');
  const others = all.filter(({ meta }) => meta.group !== 'indicators');
  const figures = [
    await perCandle('features.catalogue', others, sessions, options, GOAL_US),
    await perCandle('features.indicators', indicators, sessions, options),
    await perCandle('features.all', all, sessions, options),
  ];
  if (!options.quick) figures.push(...(await year(all, sessions, options)));
  return [...figures, ...(await againstPeers(sessions, options))];
}

function sessionsOf(count: number): readonly CandleSessionInput[] {
  const days = new Map<SessionContext, Candle[]>();
  const market = checkMarket({ seed: 1, sessions: count, candles: CANDLES, tape: false, book: false });
  for (const { candle, session } of candlesOf(market)) days.set(session, [...(days.get(session) ?? []), candle]);
  return [...days].map(([session, candles]) => ({ session, candles, before: [] }));
}

async function perCandle(
  name: string,
  specs: readonly FeatureSpec[],
  sessions: readonly CandleSessionInput[],
  { runs }: BenchOptions,
  goal?: number,
): Promise<Figure> {
  const block = candleBlock(sessions);
  const candle = emptyCandle();
  const named = specsById(specs);
  const set = new FeatureSet(named);
  const pass = (over: { update(candle: Candle, session: SessionContext): void }): void => {
    for (const { session, start, end } of block.sessions) {
      for (let at = start; at < end; at++) {
        readCandle(block, at, candle);
        over.update(candle, session);
      }
    }
  };
  // what features have in common is computed once; the naive way is each for itself
  const alone = specs.map((spec) => spec.create());
  // the compiler's work is not what is measured
  pass(set);
  for (const feature of alone) pass(feature);
  const setS = await leastOf(runs, () => secondsOf(() => pass(set)));
  const aloneS = await leastOf(runs, () =>
    secondsOf(() => {
      for (const feature of alone) pass(feature);
    }),
  );
  const peer = { name: 'each feature for itself', value: (aloneS * 1e6) / block.rows };
  return figure(name, (setS * 1e6) / block.rows, 'µs/candle', {
    ...(goal === undefined ? {} : { goal: { kind: 'most', value: goal } }),
    ...{ peer, note: `${specs.length} columns, ${block.rows} ${NOTE}` },
  });
}

async function year(
  specs: readonly FeatureSpec[],
  sessions: readonly CandleSessionInput[],
  { runs }: BenchOptions,
): Promise<readonly Figure[]> {
  const { settled } = new FeatureSet(specsById(specs));
  const history = sessions.flatMap(({ candles }) => candles).slice(-settled);
  const repeated = Array.from({ length: SESSIONS_OF_A_YEAR }, (_, day) => ({
    ...sessions[day % sessions.length]!,
    before: history,
  }));
  const block = candleBlock(repeated);
  const best = (threads: number): Promise<number> =>
    leastOf(Math.min(runs, 3), async () => {
      const start = performance.now();
      const values = await candleValues(specs, block, threads);
      assert(values.rows === block.rows, 'rows are missing');
      return (performance.now() - start) / 1000;
    });
  const one = await best(1);
  const two = await best(2);
  const note = `${specs.length} columns, ${block.rows} candles, each session after ${history.length} of warm-up`;
  return [
    figure('features.year', one, 's', { goal: { kind: 'most', value: GOAL_YEAR_S }, note }),
    figure('features.year-two-threads', two, 's', {
      ...{ goal: { kind: 'most', value: GOAL_YEAR_TWO_S }, note },
      peer: { name: 'one thread', value: one },
    }),
  ];
}

async function againstPeers(
  sessions: readonly CandleSessionInput[],
  options: BenchOptions,
): Promise<readonly Figure[]> {
  const candles = sessions.flatMap((session) => session.candles);
  const columns: BarColumns = {
    open: candles.map(({ open }) => open),
    high: candles.map(({ high }) => high),
    low: candles.map(({ low }) => low),
    close: candles.map(({ close }) => close),
    volume: candles.map(({ volume }) => volume),
  };
  const peers: readonly (readonly [string, string, PeerFunctions | undefined])[] = [
    ['features.against-technicalindicators', 'technicalindicators 3.1.0', technicalIndicators(columns)],
    ['features.against-ta-lib', 'TA-Lib (talib 1.1.6)', taLib(columns)],
  ];
  const figures: Figure[] = [];
  for (const [name, peer, functions] of peers) {
    if (functions === undefined) {
      process.stderr.write(`${name}: ${peer} is ${PEERS_MISSING}\n`);
      continue;
    }
    const ids = [...functions.keys()].filter((id) => catalogue.has(id));
    const ours = await sumOf(ids, options, (id) => () => columnOf(catalogue.get(id)!, candles, sessions[0]!.session));
    const theirs = await sumOf(ids, options, (id) => functions.get(id)!);
    figures.push(
      figure(name, (ours * 1e9) / candles.length, 'ns/candle', {
        peer: { name: peer, value: (theirs * 1e9) / candles.length },
        note: `${ids.length} functions that both have, ${candles.length} candles: ${ids.join(', ')}`,
      }),
    );
  }
  return figures;
}

/** Seconds for one column of each. */
async function sumOf(
  ids: readonly string[],
  { runs }: BenchOptions,
  make: (id: string) => () => unknown,
): Promise<number> {
  let sum = 0;
  for (const id of ids) {
    const compute = make(id);
    sum += await leastOf(runs, () => secondsOf(() => void compute()));
  }
  return sum;
}

function columnOf(spec: FeatureSpec, candles: readonly Candle[], session: SessionContext): Float64Array {
  const feature = spec.create();
  const out = new Float64Array(candles.length);
  for (let at = 0; at < candles.length; at++) {
    feature.update(candles[at]!, session);
    if (feature.ready) out[at] = feature.value;
  }
  return out;
}
