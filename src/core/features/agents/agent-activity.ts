// Which brokers trade, and how much each: number, concentration, changes at the top: makers of the specs.

import type { FeatureSpec } from '../feature.ts';
import type { AgentWindow } from './agent-window.ts';
import { agentCandles, lagged } from './lagged.ts';

/** Candles of the window unless told otherwise. */
export const WINDOW = 20;

/** The id with its window where that is not the usual one. */
export function agentId(name: string, candles: number): string {
  return candles === WINDOW ? name : `${name}(n=${candles})`;
}

/**
 * `agentTurnover`: number of different brokers that bought or sold / number of trades, over the n candles before the last closed one
 * (lag 1), 0..2. reset. Not ready before n + 1 candles of the session; a candle whose trades were not all told, or of whose trades more
 * than 1 % lack a broker, begins the window anew. Fresh between candles: the value of the running candle is known when it begins.
 */
export function agentTurnover({ candles = WINDOW }: { candles?: number } = {}): FeatureSpec {
  const n = agentCandles('agentTurnover', candles);
  return lagged(
    {
      id: agentId('agentTurnover', n),
      meaning: `different brokers per trade over ${n} candles`,
      formula: `unique brokers / trades over candles t − ${n} to t − 1`,
      source: 'own definition, with the brokers that B3 publishes',
      unit: 'brokers per trade',
      range: [0, 2],
    },
    n,
    () => (held, window) => {
      let unique = 0;
      for (let place = 0; place < window.agents; place++) if (window.present[place]! > 0) unique += 1;
      held.set(unique / window.trades);
    },
  );
}

/** Brokers' shares of what was bought, or sold, squared and added: the Herfindahl-Hirschman index. */
function concentration(
  side: 'buy' | 'sell',
  candles: number,
  contractsOf: (window: AgentWindow) => Float64Array,
): FeatureSpec {
  const name = `agentConcentration_${side}`;
  const n = agentCandles(name, candles);
  return lagged(
    {
      id: agentId(name, n),
      meaning: `concentration of ${side === 'buy' ? 'buying' : 'selling'} brokers over ${n} candles`,
      formula: `Σ share² of brokers in contracts ${side === 'buy' ? 'bought' : 'sold'} over candles t − ${n} to t − 1`,
      source: 'Herfindahl 1950, Hirschman 1945',
      unit: '0..1',
      range: [0, 1],
    },
    n,
    () => (held, window) => {
      const contracts = contractsOf(window);
      let squares = 0;
      for (let place = 0; place < window.agents; place++) squares += contracts[place]! * contracts[place]!;
      held.set(Math.min(1, squares / (window.volume * window.volume)));
    },
  );
}

/**
 * `agentConcentration_buy`: Σ share² of the brokers in contracts bought (Herfindahl-Hirschman index), over the n candles before the last
 * closed one (lag 1), 0..1; 1 where one broker bought all. reset. Not ready: as agentTurnover. Fresh between candles.
 */
export function agentConcentrationBuy({ candles = WINDOW }: { candles?: number } = {}): FeatureSpec {
  return concentration('buy', candles, ({ bought }) => bought);
}

/** `agentConcentration_sell`: the same of contracts sold. */
export function agentConcentrationSell({ candles = WINDOW }: { candles?: number } = {}): FeatureSpec {
  return concentration('sell', candles, ({ sold }) => sold);
}

function topChanged(
  name: string,
  verb: string,
  candles: number,
  contractsOf: (window: AgentWindow) => Float64Array,
): FeatureSpec {
  const n = agentCandles(name, candles);
  return lagged(
    {
      id: agentId(name, n),
      meaning: `1 where the broker that ${verb} most in ${n} candles is another than one candle earlier`,
      formula: `1 if argmax ${verb} over t − ${n} to t − 1 ≠ argmax ${verb} over t − ${n + 1} to t − 2, else 0`,
      source: 'own definition, with the brokers that B3 publishes',
      unit: '0 or 1',
      range: [0, 1],
      scale: 'discrete',
      warmup: n + 2,
    },
    n,
    () => {
      const top = { code: 0 };
      return (held, window) => {
        const before = top.code;
        top.code = window.codes[largestPlace(window, contractsOf(window))]!;
        // the first full window has none before it
        if (window.row > n) held.set(top.code === before ? 0 : 1);
      };
    },
  );
}

/** Of equal ones that with the lowest code. */
function largestPlace({ agents, codes, present }: AgentWindow, contracts: Float64Array): number {
  let largest = -1;
  for (let place = 0; place < agents; place++) {
    if (present[place] === 0) continue;
    const difference = largest < 0 ? 1 : contracts[place]! - contracts[largest]!;
    if (difference > 0 || (difference === 0 && codes[place]! < codes[largest]!)) largest = place;
  }
  return largest;
}

/**
 * `topBuyerChanged`: 1 where the broker that bought most contracts in the n candles before the last closed one (lag 1) is another than
 * in the n candles that end one candle earlier, else 0; of equal ones the lowest code is the top. reset. Not ready before n + 2 candles of
 * the session, and as agentTurnover. Fresh between candles.
 */
export function topBuyerChanged({ candles = WINDOW }: { candles?: number } = {}): FeatureSpec {
  return topChanged('topBuyerChanged', 'bought', candles, ({ bought }) => bought);
}

/** `topSellerChanged`: the same of the broker that sold most. */
export function topSellerChanged({ candles = WINDOW }: { candles?: number } = {}): FeatureSpec {
  return topChanged('topSellerChanged', 'sold', candles, ({ sold }) => sold);
}
