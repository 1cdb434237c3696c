// Takes a seed and sizes; gives a run with random-walk candles and trades on them, its money consistent to the last unit.

import { formatDay, parseDay } from '../../../src/core/market/civil-day.ts';
import { sessionOf } from '../../../src/core/market/session.ts';
import { nextTradingDay } from '../../../src/core/market/trading-calendar.ts';
import type { RegimeKind } from '../../../src/core/regime/regime.ts';
import type { RegimeSpan, SessionResult } from '../../../src/research/report/session-result.ts';
import type { Trade } from '../../../src/runner/trades/trade.ts';

const TICK = 0.5;
const TICK_VALUE_E4 = 50_000;
const COST_PER_CONTRACT_E4 = 11_500;
const MINUTE_US = 60_000_000;
const KINDS: readonly RegimeKind[] = ['trend_up', 'range', 'trend_down', 'undefined'];

export interface GeneratedSizes {
  readonly seed: number;
  readonly days: number;
  readonly candlesPerDay: number;
  readonly tradesPerDay: number;
  /** Chance, 0..1, that a trade is on the side that wins before costs. */
  readonly edge: number;
}

/** Uniform numbers in 0..1 of a seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function makeTrade(
  index: number,
  timeUs: readonly number[],
  ticks: readonly number[],
  at: number,
  to: number,
  wins: boolean,
): Trade {
  const rises = ticks[to]! >= ticks[at]!;
  const side = rises === wins ? 'buy' : 'sell';
  const quantity = 1 + (index % 2);
  const moved = (ticks[to]! - ticks[at]!) * (side === 'buy' ? 1 : -1);
  const sign = side === 'buy' ? 1 : -1;
  const grossE4 = moved * quantity * TICK_VALUE_E4 + 0;
  const costsE4 = 2 * quantity * COST_PER_CONTRACT_E4;
  return {
    index,
    strategyId: 'generated',
    contract: 'WDOU25',
    side,
    quantity,
    entryTimeUs: timeUs[at]!,
    exitTimeUs: timeUs[to]!,
    entryPrice: ticks[at]! * TICK,
    exitPrice: ticks[to]! * TICK,
    stopPrice: (ticks[at]! - sign * 10) * TICK,
    targetPrice: (ticks[at]! + sign * 20) * TICK,
    exitRole: moved >= 8 ? 'target' : moved <= -8 ? 'stop' : 'exit',
    grossE4,
    costsE4,
    netE4: grossE4 - costsE4,
    points: moved * TICK + 0,
    maxAdverseTicks: Math.max(0, -moved),
    reason: 'with the trend',
  };
}

/** Equity at each candle: closed trades net, open ones marked with half of their costs taken. */
function markEquity(timeUs: readonly number[], ticks: readonly number[], trades: readonly Trade[]): readonly number[] {
  let closedE4 = 0;
  let next = 0;
  return timeUs.map((now, i) => {
    while (next < trades.length && trades[next]!.exitTimeUs <= now) closedE4 += trades[next++]!.netE4;
    const open = trades[next];
    if (open === undefined || open.entryTimeUs > now) return closedE4;
    const moved = (ticks[i]! - open.entryPrice / TICK) * (open.side === 'buy' ? 1 : -1);
    return closedE4 + moved * open.quantity * TICK_VALUE_E4 - open.costsE4 / 2;
  });
}

export function generatedResult(sizes: GeneratedSizes): SessionResult {
  const random = randomOf(sizes.seed);
  const columns = {
    timeUs: [] as number[],
    open: [] as number[],
    high: [] as number[],
    low: [] as number[],
    close: [] as number[],
    volume: [] as number[],
  };
  const ticks: number[] = [];
  const trades: Trade[] = [];
  const regimes: RegimeSpan[] = [];
  const sessionDays: string[] = [];
  let day = parseDay('2024-08-05')!;
  let price = 11_000;
  for (let d = 0; d < sizes.days; d += 1, day = nextTradingDay(day)) {
    sessionDays.push(formatDay(day));
    const { openUs } = sessionOf('WDO', day)!;
    const from = ticks.length;
    for (let c = 0; c < sizes.candlesPerDay; c += 1) {
      const open = price;
      price += Math.round((random() - 0.5) * 9);
      columns.timeUs.push(openUs + (c + 1) * MINUTE_US);
      columns.open.push(open * TICK);
      columns.close.push(price * TICK);
      columns.high.push((Math.max(open, price) + Math.floor(random() * 4)) * TICK);
      columns.low.push((Math.min(open, price) - Math.floor(random() * 4)) * TICK);
      columns.volume.push(100 + Math.floor(random() * 900));
      ticks.push(price);
    }
    const slot = Math.floor(sizes.candlesPerDay / Math.max(1, sizes.tradesPerDay));
    for (let t = 0; t < sizes.tradesPerDay; t += 1) {
      const at = from + t * slot;
      const to = at + 1 + Math.floor(random() * (slot - 2));
      trades.push(makeTrade(trades.length, columns.timeUs, ticks, at, to, random() < sizes.edge));
    }
    const pieceUs = (sizes.candlesPerDay * MINUTE_US) / 6;
    for (let r = 0; r < 6; r += 1) {
      const kind = KINDS[Math.floor(random() * KINDS.length)]!;
      regimes.push({ fromUs: openUs + r * pieceUs, toUs: openUs + (r + 1) * pieceUs, kind });
    }
  }
  const contracts = trades.reduce((sum, trade) => sum + 2 * trade.quantity, 0);
  const totalE4 = trades.reduce((sum, trade) => sum + trade.costsE4, 0);
  return {
    title: 'Generated run',
    strategy: 'generated',
    mode: 'backtest',
    instrument: 'WDOFUT',
    provenance: 'exchange',
    fillSource: 'trades',
    bookSizes: 'known',
    from: sessionDays[0]!,
    to: sessionDays[sessionDays.length - 1]!,
    capitalBrl: 50_000,
    dailyLossLimitBrl: 40_000,
    seed: sizes.seed,
    digest: '0123456789abcdef'.repeat(4),
    tick: TICK,
    tickValueE4: TICK_VALUE_E4,
    candles: columns,
    regimes,
    trades,
    equity: { timeUs: columns.timeUs, netE4: markEquity(columns.timeUs, ticks, trades) },
    holdReasons: { warmingUp: 50, lowProbability: 1234, alreadyThere: 321, nearClose: 15 },
    decisions: 1700,
    costs: { exchangeE4: totalE4, brokerageE4: 0, totalE4, contracts },
    gatePassRates: { probability: { seen: 1500, passed: 266 }, magnitude: { seen: 266, passed: 80 } },
    datasets: sessionDays.map((name) => ({ path: `datasets/WDOU25/trades/${name}.parquet`, sha256: 'ab'.repeat(32) })),
    model: { name: 'generated', trainedFrom: '2024-01-02', trainedTo: '2024-06-28', provenance: 'exchange' },
    settings: 'latency 5 ms, jitter 2 ms\ncosts 1.15 per contract',
    notices: ['2 candles had no trades.'],
    rollsCrossed: 3,
    maxHeldOverRoll: 0,
    sessionDays,
  };
}

/** A run in which no check of distrust finds anything. */
export function cleanResult(): SessionResult {
  return generatedResult({ seed: 3, days: 70, candlesPerDay: 90, tradesPerDay: 4, edge: 0.62 });
}
