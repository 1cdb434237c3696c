// The trades of a run beside those of a backtest of its day in; what entries and exits cost in both, in ticks, out.

import type { Instrument } from '../../core/market/instrument.ts';
import type { TradePair } from '../../runner/day-report/compare-trades.ts';
import { averageOf, type DayTrade, filledOf } from '../../runner/day-report/day-trades.ts';
import type { ParityCertificate } from './parity-certificate.ts';

type Slippage = ParityCertificate['slippage'];

interface Both {
  readonly run: DayTrade;
  readonly beside: DayTrade;
  readonly tick: number;
}

/** Ticks a contract, to our disadvantage above 0; means are weighted by the contracts of the run. Rounded to a thousandth of a tick. */
export function measureSlippage(
  pairs: readonly TradePair[],
  instrumentOf: (contract: string) => Instrument | undefined,
): Slippage {
  const entered: Both[] = [];
  for (const { run, beside } of pairs) {
    const tick = run === undefined ? undefined : instrumentOf(run.contract)?.tick;
    if (run?.outcome === undefined || beside?.outcome === undefined || tick === undefined) continue;
    if (run.entryFills.length > 0 && beside.entryFills.length > 0) entered.push({ run, beside, tick });
  }
  const left = entered.filter(({ run, beside }) => isLeftAlike(run, beside));
  return {
    entries: entered.length,
    entryTicks: mean(entered, ({ run, tick }) => entryTicks(run, tick)),
    modelEntryTicks: mean(entered, ({ beside, tick }) => entryTicks(beside, tick)),
    exits: left.length,
    exitTicksWorse: mean(left, ({ run, beside, tick }) => {
      return (sign(run) * (averageOf(beside.exitFills)! - averageOf(run.exitFills)!)) / tick;
    }),
  };
}

function isLeftAlike(run: DayTrade, beside: DayTrade): boolean {
  const role = run.exitFills[0]?.order?.role;
  if (role === undefined || role !== beside.exitFills[0]?.order?.role) return false;
  // a stop and a target stand on the entry: of another entry they are other prices
  return averageOf(run.entryFills) === averageOf(beside.entryFills);
}

function entryTicks(trade: DayTrade, tick: number): number {
  return (sign(trade) * (averageOf(trade.entryFills)! - trade.outcome!.entryPrice)) / tick;
}

function sign({ side }: DayTrade): 1 | -1 {
  return side === 'buy' ? 1 : -1;
}

function mean(trades: readonly Both[], of: (trade: Both) => number): number | null {
  let sum = 0;
  let contracts = 0;
  for (const trade of trades) {
    const filled = filledOf(trade.run.entryFills);
    sum += of(trade) * filled;
    contracts += filled;
  }
  // -0 has no place in a text that is signed
  return contracts === 0 ? null : Math.round((sum / contracts) * 1000) / 1000 + 0;
}
