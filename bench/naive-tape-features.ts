// The peer of the features of the tape and of brokers: the same definitions over arrays and Maps, made anew at each candle.

import type { Candle } from '../src/core/candles/candle.ts';
import type { TapeTrade } from '../src/core/candles/tape-trade.ts';
import { TradeCondition } from '../src/core/market/event-record.ts';
import type { SessionFacts } from '../src/core/market/session-facts.ts';

const SECOND_US = 1_000_000;
const WINDOW = 20;
const BUCKETS = 50;

interface Bucket {
  volume: number;
  buy: number;
  sell: number;
}

interface Flow {
  bought: number;
  sold: number;
}

/** Of one session that begins with buckets of its own; values are those of the last candle, by feature id. */
export class NaiveTapeFeatures {
  readonly values = new Map<string, number>();
  private readonly facts: SessionFacts;
  private readonly openUs: number;
  private readonly hasAgents: boolean;
  private trades: TapeTrade[] = [];
  private readonly candles: TapeTrade[][] = [];
  private readonly squares: number[] = [];
  private lastPrice: number | undefined;
  private gridPrice: number | undefined;
  private buckets: Bucket[] = [{ volume: 0, buy: 0, sell: 0 }];

  constructor(facts: SessionFacts, openUs: number, hasAgents: boolean) {
    this.facts = facts;
    this.openUs = openUs;
    this.hasAgents = hasAgents;
  }

  onTrade(trade: TapeTrade): void {
    this.trades.push({ ...trade });
  }

  update(candle: Candle): void {
    const { trades } = this;
    const large = trades.filter(({ quantity }) => quantity >= this.facts.largeTradeSize!);
    const contracts = (of: readonly TapeTrade[]) => of.reduce((sum, { quantity }) => sum + quantity, 0);
    this.values.set('largeTradeShare', contracts(large) / contracts(trades));
    this.squares.push(this.squaresOf(candle));
    for (const n of [5, 20]) {
      const sum = this.squares.slice(-n).reduce((a, b) => a + b, 0);
      this.values.set(`realizedVolatility_${n}`, Math.sqrt(sum));
    }
    this.fill(candle);
    if (this.hasAgents) this.agents();
    this.candles.push(trades);
    if (this.candles.length > WINDOW) this.candles.shift();
    this.trades = [];
  }

  private squaresOf({ closeTimeUs }: Candle): number {
    const prices = new Map<number, number>();
    for (const { timeUs, price, condition } of this.trades) {
      if (condition === TradeCondition.cross || condition === TradeCondition.other) continue;
      prices.set(Math.floor((timeUs - this.openUs) / SECOND_US) + 1, price);
    }
    let sum = 0;
    const last = Math.floor((closeTimeUs - this.openUs) / SECOND_US);
    for (let second = last - 59; second <= last; second++) {
      this.lastPrice = prices.get(second) ?? this.lastPrice;
      if (this.gridPrice !== undefined) sum += Math.log(this.lastPrice! / this.gridPrice) ** 2;
      this.gridPrice = this.lastPrice;
    }
    return sum;
  }

  private fill({ volume, buyVolume, sellVolume }: Candle): void {
    const size = this.facts.meanDailyVolume! / BUCKETS;
    let left = volume;
    while (left > 0) {
      const bucket = this.buckets.at(-1)!;
      const part = Math.min(left, size - bucket.volume);
      bucket.volume += part;
      bucket.buy += (buyVolume * part) / volume;
      bucket.sell += (sellVolume * part) / volume;
      left -= part;
      if (bucket.volume === size) this.buckets.push({ volume: 0, buy: 0, sell: 0 });
    }
    this.buckets = this.buckets.slice(-BUCKETS - 1);
    const full = this.buckets.slice(0, -1);
    const imbalance = full.reduce((sum, { buy, sell }) => sum + Math.abs(buy - sell), 0);
    if (full.length === BUCKETS) {
      const sided = full.reduce((sum, { buy, sell }) => sum + buy + sell, 0);
      this.values.set('vpin_50', imbalance / sided);
    }
  }

  /** Over the candles before the one that closes. */
  private agents(): void {
    if (this.candles.length < WINDOW) return;
    const flows = flowsOf(this.candles.flat());
    let volume = 0;
    for (const { bought } of flows.values()) volume += bought;
    const share = (size: (flow: Flow) => number) =>
      [...flows.values()].reduce((sum, flow) => sum + (size(flow) / volume) ** 2, 0);
    const trades = this.candles.reduce((sum, { length }) => sum + length, 0);
    this.values.set('agentTurnover', flows.size / trades);
    this.values.set(
      'agentConcentration_buy',
      share(({ bought }) => bought),
    );
    this.values.set(
      'agentConcentration_sell',
      share(({ sold }) => sold),
    );
    const ranked = [...flows]
      .sort(([a, x], [b, y]) => y.bought + y.sold - x.bought - x.sold || a - b)
      .map(([code]) => code);
    for (const k of [1, 3, 5]) this.values.set(`topAgentNet_${k}`, netOf(flows, ranked.slice(0, k)) / volume);
    const nets = this.candles.map((candle) => netOf(flowsOf(candle), ranked.slice(0, 5)));
    const mean = nets.reduce((sum, net) => sum + net, 0) / WINDOW;
    const squares = nets.reduce((sum, net) => sum + (net - mean) ** 2, 0);
    const products = nets.slice(1).reduce((sum, net, i) => sum + (net - mean) * (nets[i]! - mean), 0);
    this.values.set(`agentPersistence_${WINDOW}`, products / squares);
  }
}

function flowsOf(trades: readonly TapeTrade[]): Map<number, Flow> {
  const flows = new Map<number, Flow>();
  const of = (code: number): Flow => {
    const flow = flows.get(code) ?? { bought: 0, sold: 0 };
    flows.set(code, flow);
    return flow;
  };
  for (const { buyAgent, sellAgent, quantity } of trades) {
    of(buyAgent).bought += quantity;
    of(sellAgent).sold += quantity;
  }
  return flows;
}

function netOf(flows: ReadonlyMap<number, Flow>, codes: readonly number[]): number {
  return codes.reduce((sum, code) => sum + (flows.get(code)?.bought ?? 0) - (flows.get(code)?.sold ?? 0), 0);
}
