// The trades of a run and of a backtest, paired by the decision that entered, in; where entry, exit and result differ, and why, out.

import type { Instrument } from '../../core/market/instrument.ts';
import { isOutsideOf, OUTSIDE } from './compare-decisions.ts';
import type { DayRecord, Incident } from './day-record.ts';
import { averageOf, type DayTrade, dayTrades, filledOf, resultE4, type TradeFill } from './day-trades.ts';
import type { DayDifference, DifferenceCause } from './difference.ts';
import type { DecisionPair } from './match-decisions.ts';

/** A difference of latency that is large enough to be the cause of another price, microseconds. */
export const LATENCY_MATTERS_US = 50_000;

export interface TradePair {
  readonly run: DayTrade | undefined;
  readonly beside: DayTrade | undefined;
  readonly runE4: number;
  readonly besideE4: number;
}

export interface TradeComparison {
  readonly pairs: readonly TradePair[];
  readonly differences: readonly DayDifference[];
  /** Before costs, E4. */
  readonly runE4: number;
  readonly besideE4: number;
}

export function compareTrades(
  run: DayRecord,
  beside: DayRecord,
  decisions: readonly DecisionPair[],
  instrumentOf: (contract: string) => Instrument | undefined,
): TradeComparison {
  const pairs = pairTrades(dayTrades(run), dayTrades(beside), decisions).map((pair) => ({
    ...pair,
    runE4: moneyOf(pair.run, instrumentOf),
    besideE4: moneyOf(pair.beside, instrumentOf),
  }));
  const differences = pairs.flatMap((pair) => differencesOf(pair, run));
  const sum = (of: 'runE4' | 'besideE4'): number => pairs.reduce((total, pair) => total + pair[of], 0);
  return { pairs, differences, runE4: sum('runE4'), besideE4: sum('besideE4') };
}

function pairTrades(
  run: readonly DayTrade[],
  beside: readonly DayTrade[],
  decisions: readonly DecisionPair[],
): readonly Pick<TradePair, 'run' | 'beside'>[] {
  const partner = new Map(decisions.map((pair) => [pair.run, pair.beside]));
  const left = new Set(beside);
  const pairs = run.map((trade) => {
    const wanted = trade.decision === undefined ? undefined : partner.get(trade.decision);
    const found = wanted && beside.find(({ decision, side }) => decision === wanted && side === trade.side);
    if (found !== undefined) left.delete(found);
    return { run: trade, beside: found };
  });
  return [...pairs, ...[...left].map((trade) => ({ run: undefined, beside: trade }))].sort(
    (a, b) => timeOf((a.run ?? a.beside)!) - timeOf((b.run ?? b.beside)!),
  );
}

function timeOf({ decision, entries }: DayTrade): number {
  return decision?.timeUs ?? entries[0]?.sentUs ?? 0;
}

function moneyOf(trade: DayTrade | undefined, instrumentOf: (contract: string) => Instrument | undefined): number {
  const instrument = trade && instrumentOf(trade.contract);
  return trade === undefined || instrument === undefined ? 0 : resultE4(trade, instrument);
}

function differencesOf(pair: TradePair, record: DayRecord): readonly DayDifference[] {
  const { run, beside, runE4, besideE4 } = pair;
  const effectE4 = runE4 - besideE4;
  if (run === undefined || beside === undefined) return [oneSided(pair, effectE4, record)];
  const entry = entryDifference(run, beside);
  const exit = exitDifference(run, beside, record.incidents, entry !== undefined);
  const found = [entry, exit].filter((one) => one !== undefined);
  // the money of a trade is told once, with the first of its differences: what follows it is its consequence
  return found.map((one, k) => ({ ...one, count: 1, lastUs: one.timeUs, effectE4: k === 0 ? effectE4 : undefined }));
}

function oneSided({ run, beside }: TradePair, effectE4: number, record: DayRecord): DayDifference {
  const trade = (run ?? beside)!;
  const timeUs = timeOf(trade);
  return {
    ...{ what: 'entry', timeUs, lastUs: timeUs, count: 1, effectE4 },
    run: run === undefined ? 'no trade' : sideText(run.entryFills, run.side),
    beside: beside === undefined ? 'no trade' : sideText(beside.entryFills, beside.side),
    ...oneSidedCause(trade, run === undefined && isOutsideOf(record, timeUs)),
  };
}

function oneSidedCause({ entries, decision }: DayTrade, isOutside: boolean): Cause {
  if (isOutside) return { cause: 'notRunning', detail: OUTSIDE };
  const adopted = entries.find(({ adoptedBy }) => adoptedBy !== undefined);
  if (adopted !== undefined) return { cause: 'guardian', detail: `sent by ${adopted.adoptedBy}` };
  if (decision === undefined) return { cause: 'follows', detail: 'an earlier process had entered it' };
  return { cause: 'follows', detail: 'the decisions differ: see there' };
}

type Found = Omit<DayDifference, 'effectE4' | 'count' | 'lastUs'>;

function entryDifference(run: DayTrade, beside: DayTrade): Found | undefined {
  const [a, b] = [averageOf(run.entryFills), averageOf(beside.entryFills)];
  const [filledA, filledB] = [filledOf(run.entryFills), filledOf(beside.entryFills)];
  if (a === b && filledA === filledB) return undefined;
  const { cause, detail } = entryCause(run, beside);
  return {
    ...{ what: 'entry', timeUs: timeOf(run), cause, detail },
    run: sideText(run.entryFills, run.side),
    beside: sideText(beside.entryFills, beside.side),
  };
}

interface Cause {
  readonly cause: DifferenceCause;
  readonly detail: string;
}

function entryCause(run: DayTrade, beside: DayTrade): Cause {
  const [filledA, filledB] = [filledOf(run.entryFills), filledOf(beside.entryFills)];
  const rejected = run.entries.find(({ status }) => status === 'rejected');
  if (filledA < filledB && rejected !== undefined) {
    return { cause: 'rejected', detail: rejected.reason ?? 'no reason given' };
  }
  if (run.outcome?.quantity !== beside.outcome?.quantity) {
    return {
      cause: 'quantity',
      detail: `${run.outcome?.quantity} decided, ${beside.outcome?.quantity} in the backtest`,
    };
  }
  if (filledA !== filledB) {
    const last = run.entries.at(-1);
    return {
      cause: 'notFilled',
      detail: `the order is ${last?.status ?? 'unknown'}: ${last?.reason ?? 'no reason given'}`,
    };
  }
  if (run.outcome?.entryPrice !== beside.outcome?.entryPrice) {
    const [a, b] = [run.outcome?.entryPrice, beside.outcome?.entryPrice];
    return { cause: 'decidedPrice', detail: `decided at ${a}, in the backtest at ${b}` };
  }
  return timingCause(latencyOf(run.entryFills), latencyOf(beside.entryFills));
}

function timingCause(runUs: number | undefined, besideUs: number | undefined): Cause {
  if (runUs === undefined || besideUs === undefined) return { cause: 'fillModel', detail: 'the latency is not known' };
  const detail = `${ms(runUs)} from order to fill, ${ms(besideUs)} in the backtest`;
  return { cause: Math.abs(runUs - besideUs) >= LATENCY_MATTERS_US ? 'orderLatency' : 'fillModel', detail };
}

function exitDifference(
  run: DayTrade,
  beside: DayTrade,
  incidents: readonly Incident[],
  entryDiffers: boolean,
): Found | undefined {
  const [a, b] = [averageOf(run.exitFills), averageOf(beside.exitFills)];
  if (a === b && filledOf(run.exitFills) === filledOf(beside.exitFills)) return undefined;
  const first = run.exitFills[0];
  const found = {
    what: 'exit',
    timeUs: first?.timeUs ?? timeOf(run),
    run: exitText(run),
    beside: exitText(beside),
  } as const;
  const adopted = run.exitFills.find(({ order }) => order?.adoptedBy !== undefined)?.order;
  if (adopted !== undefined) return { ...found, cause: 'guardian', detail: `${adopted.role} by ${adopted.adoptedBy}` };
  const asked = first && incidents.findLast((one) => one.kind === 'operator' && isExit(one, run, first));
  if (asked !== undefined) return { ...found, cause: 'operator', detail: asked.text };
  if (entryDiffers) return { ...found, cause: 'follows', detail: 'stop and target stand on the entry' };
  if (roleOf(run) !== roleOf(beside)) {
    return { ...found, cause: 'exitWay', detail: `by ${roleOf(run)}, in the backtest by ${roleOf(beside)}` };
  }
  return { ...found, ...timingCause(latencyOf(run.exitFills), latencyOf(beside.exitFills)) };
}

/** An exit at market after a person asked for it, and after the trade began. */
function isExit({ timeUs, text }: Incident, run: DayTrade, first: TradeFill): boolean {
  const isAsked = /^(flatten|kill)\b/.test(text);
  return isAsked && timeUs >= timeOf(run) && timeUs <= first.timeUs && first.order?.role === 'exit';
}

function roleOf({ exitFills }: DayTrade): string {
  return exitFills[0]?.order?.role ?? 'nothing';
}

/** From the order to its first fill; of a stop or a target it says how long it rested. */
function latencyOf(fills: readonly TradeFill[]): number | undefined {
  const first = fills[0];
  return first?.order === undefined ? undefined : first.timeUs - first.order.sentUs;
}

function sideText(fills: readonly TradeFill[], side: string): string {
  const average = averageOf(fills);
  return average === undefined ? `${side}: not filled` : `${side} ${filledOf(fills)} at ${price(average)}`;
}

function exitText(trade: DayTrade): string {
  const average = averageOf(trade.exitFills);
  return average === undefined ? 'not closed' : `${roleOf(trade)} ${filledOf(trade.exitFills)} at ${price(average)}`;
}

function price(points: number): string {
  return String(Math.round(points * 1000) / 1000);
}

function ms(us: number): string {
  return `${(us / 1000).toFixed(1)} ms`;
}
