// Random sequences of signals, fills, exits and prices against one account: the log of what was approved, read by itself, breaks no limit.
import { describe, expect, it } from 'vitest';
import { rootInstrument } from '../../../src/core/market/instrument-table.ts';
import { type AccountRisk, assessRisk, dailyLossLimitE4 } from '../../../src/core/risk/assess-risk.ts';
import { Drawdown, drawdownLimitE4 } from '../../../src/core/risk/drawdown.ts';
import { OrderRate } from '../../../src/core/risk/order-rate.ts';
import type { RiskLimits } from '../../../src/core/risk/risk-limits.ts';
import { TradingState } from '../../../src/core/risk/trading-state.ts';
import { makeSignal, type Signal } from '../../../src/core/signal/signal.ts';

const SEQUENCES = process.env.QT_NIGHTLY === '1' ? 1_000_000 : 20_000;
const SEED = 20_261_123;
const STEPS = 24;
const COSTS_E4 = 20_000;
const wdo = rootInstrument('WDO');
const dol = rootInstrument('DOL');

/** Whole numbers from 0 to below `n`, the same ones for a seed (xorshift32). */
function draws(seed: number): (n: number) => number {
  let state = seed | 0 || 1;
  return (n) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 4_294_967_296) * n);
  };
}

interface Trade {
  readonly signal: Signal;
  /** Held or being opened. */
  quantity: number;
}

/** What really happens on the account: entries fill at their price or slip, exits at the price of now. */
class Sequence {
  readonly faults = new Set<string>();
  approved = 0;
  private readonly instrument;
  private readonly limits: RiskLimits;
  private readonly capitalE4: number;
  private readonly state = new TradingState();
  private readonly rate = new OrderRate();
  private readonly drawdown = new Drawdown();
  private readonly open: Trade[] = [];
  private readonly sentUs: number[] = [];
  private readonly draw;
  private ticks = 11_000;
  private nowUs = 0;
  private realisedE4 = 0;
  private foreign = 0;

  constructor(seed: number) {
    const draw = draws(seed);
    this.draw = draw;
    this.instrument = draw(4) === 0 ? dol : wdo;
    this.capitalE4 = (1 + draw(200)) * 10_000_000;
    this.limits = {
      riskPerTrade: (1 + draw(50)) / 1000,
      dailyLossLimit: (1 + draw(100)) / 1000,
      maxPositions: 1 + draw(4),
      maxContracts: 1 + draw(30),
      flattenBeforeCloseUs: 0,
      stopSlippageTicks: draw(5),
      maxGrossContracts: 1 + draw(40),
      maxOrderContracts: 1 + draw(20),
      ...(draw(2) === 0 ? {} : { maxNetExposureBrl: 50_000 * (1 + draw(20)) }),
      maxDrawdown: (1 + draw(100)) / 1000,
      coolDownUs: 0,
      collarTicks: 1 + draw(20),
      ordersPerMinute: 1 + draw(6),
      noEntryBeforeCloseUs: 0,
      minDaysToRoll: 0,
    };
  }

  run(): this {
    for (let step = 0; step < STEPS; step++) this.step();
    return this;
  }

  private step(): void {
    const { draw } = this;
    this.nowUs += draw(20) * 1_000_000;
    this.ticks += draw(21) - 10;
    if (draw(6) === 0) this.foreign = draw(12);
    if (draw(3) === 0) this.close();
    this.guard();
    if (draw(30) === 0) this.state.resume();
    const verdict = this.signal();
    if (draw(40) === 0) this.state.pause('a person');
    if (verdict) this.check();
  }

  private close(): void {
    const trade = this.open.shift();
    if (trade === undefined) return;
    const sign = trade.signal.side === 'buy' ? 1 : -1;
    const { tickValueE4 } = this.instrument;
    // never worse than the stop with the slippage that was counted on
    const atStop = trade.signal.stopTicks - sign * this.limits.stopSlippageTicks;
    const out = sign * this.ticks < sign * atStop ? atStop : this.ticks;
    this.realisedE4 += trade.quantity * (sign * (out - trade.signal.entryTicks) * tickValueE4 - COSTS_E4);
  }

  private get netE4(): number {
    let net = this.realisedE4;
    for (const { signal, quantity } of this.open) net += this.markE4(signal, quantity);
    return net;
  }

  private markE4({ side, entryTicks }: Signal, quantity: number): number {
    return quantity * (side === 'buy' ? 1 : -1) * (this.ticks - entryTicks) * this.instrument.tickValueE4;
  }

  private guard(): void {
    const { capitalE4, limits, state, netE4 } = this;
    if (netE4 <= -dailyLossLimitE4(limits, capitalE4)) state.reachLossLimit('loss');
    const belowE4 = this.drawdown.take('day', netE4, state.isOverDrawdown);
    if (belowE4 >= drawdownLimitE4(limits.maxDrawdown, capitalE4)) state.reachDrawdown('drawdown');
  }

  /** Lost beyond the marks of now if every stop is reached. */
  private get atStopsE4(): number {
    let loss = 0;
    for (const { signal, quantity } of this.open) {
      const sign = signal.side === 'buy' ? 1 : -1;
      const lost = Math.max(0, sign * (this.ticks - signal.stopTicks) + this.limits.stopSlippageTicks);
      loss += quantity * (lost * this.instrument.tickValueE4 + COSTS_E4);
    }
    return loss;
  }

  private get contracts(): number {
    return this.open.reduce((sum, { quantity }) => sum + quantity, 0);
  }

  private get exposureE4(): number {
    let contracts = 0;
    for (const { signal, quantity } of this.open) contracts += signal.side === 'buy' ? quantity : -quantity;
    return contracts * this.ticks * this.instrument.tickValueE4;
  }

  private signal(): boolean {
    const { draw, instrument, ticks } = this;
    const direction = draw(2) === 0 ? 1 : -1;
    const off = draw(5) === 0 ? draw(60) - 30 : 0;
    const bracket = { stopPoints: 0.5 * (1 + draw(60)), targetPoints: 5 };
    const signal = makeSignal('s', 0, instrument, direction, ticks + off, bracket, '');
    const odd = [Number.NaN, Infinity, -Infinity, 1.9e17, -1][draw(5)]!;
    const account: AccountRisk = {
      capitalE4: this.capitalE4,
      dayNetE4: this.netE4,
      openPositions: this.open.length,
      openContracts: this.contracts,
      foreignContracts: this.foreign,
      netExposureE4: this.exposureE4,
      lossAtStopsE4: this.atStopsE4,
      entriesLastMinute: this.rate.entriesAt(this.nowUs),
      entrySlippageTicks: 0,
      roundTripCostsE4: COSTS_E4,
      market: { lastTicks: ticks, bidTicks: ticks - draw(12), askTicks: ticks + draw(12) },
      // a number that cannot be, now and then
      ...(draw(25) === 0 ? { openContracts: odd } : {}),
      ...(draw(25) === 0 ? { foreignContracts: odd } : {}),
    };
    const wasActive = this.state.kind === 'active';
    const verdict = assessRisk(signal, instrument, this.limits, account, this.state);
    if (verdict.kind === 'refused') return false;
    const { quantity } = verdict;
    if (!wasActive) this.faults.add('entered while not active');
    if (Math.abs(off) > this.limits.collarTicks) this.faults.add('off the market');
    if (!Number.isFinite(account.openContracts) || !Number.isFinite(account.foreignContracts))
      this.faults.add('entered on a number that is none');
    if (quantity > this.limits.maxOrderContracts) this.faults.add('order too large');
    if (!(quantity > 0) || quantity % instrument.lot !== 0) this.faults.add('no whole lots');
    const exposureE4 = direction * this.exposureE4 + quantity * signal.entryTicks * instrument.tickValueE4;
    if (exposureE4 > (this.limits.maxNetExposureBrl ?? Infinity) * 10_000) this.faults.add('net exposure');
    this.approved += 1;
    this.rate.note(true, this.nowUs);
    this.sentUs.push(this.nowUs);
    // it may fill in part, or not at all
    const filled = draw(4) === 0 ? draw(quantity + 1) : quantity;
    if (filled > 0) this.open.push({ signal, quantity: filled });
    return true;
  }

  private check(): void {
    const { limits, contracts, capitalE4 } = this;
    const fault = (name: string, isBroken: boolean): void => {
      if (isBroken) this.faults.add(name);
    };
    fault('contracts', contracts > limits.maxContracts);
    fault('gross contracts', contracts + this.foreign > limits.maxGrossContracts);
    fault('positions', this.open.length > limits.maxPositions);
    const worstE4 = this.netE4 - this.atStopsE4;
    fault('loss of the day', worstE4 < -dailyLossLimitE4(limits, capitalE4));
    const inMinute = this.sentUs.filter((sentUs) => this.nowUs - sentUs < 60_000_000).length;
    fault('orders a minute', inMinute > limits.ordersPerMinute);
  }
}

describe('random sequences of signals', () => {
  it(`never exceed a limit (${SEQUENCES} of them, seed ${SEED})`, { timeout: 600_000 }, () => {
    let approved = 0;
    for (let n = 0; n < SEQUENCES; n++) {
      const sequence = new Sequence(SEED + n * 7919).run();
      approved += sequence.approved;
      if (sequence.faults.size > 0) expect.fail(`sequence ${n}: ${[...sequence.faults].join(', ')}`);
    }
    // they did trade
    expect(approved).toBeGreaterThan(SEQUENCES);
  });
});
