// Decisions, the trades after them and three barriers in; which of them each met first, to the very trade, out. Looks forward: research only.

import { parseCandleInterval } from '../../core/candles/candle-interval.ts';
import type { Frame } from '../frames/frame.ts';
import {
  AT_FLATTEN,
  type AtFlatten,
  type Barriers,
  barrierRows,
  type DirectionBarriers,
  type TradeBarriers,
} from './barrier-options.ts';
import { barrierOutcome } from './barrier-outcome.ts';
import { checkObject, checkWholeOption, checkWordOption, labelError } from './label-error.ts';
import { labelFrame } from './label-frame.ts';
import { labelSessions } from './label-sessions.ts';
import { END_TOUCH, scanBarriers } from './scan-barriers.ts';
import { sessionKey, type TradePrints, tradePrints } from './trade-prints.ts';

interface TradeWindow {
  /** From the decision to the end of the window: a span such as `30m`. */
  readonly within: string;
  /** From the decision to the first moment at which an order could trade, microseconds from 1; default 50 ms. */
  readonly latencyUs?: number | undefined;
  /** Default `exit`. */
  readonly atFlatten?: AtFlatten | undefined;
}

export type TripleBarrierOnTrades = (TradeBarriers & TradeWindow) | (DirectionBarriers & TradeWindow);

/** What the simulated exchange takes at most from the market to a decision with a model and on to the exchange, rounded up. */
const DEFAULT_LATENCY_US = 50_000;

/**
 * A row for each of `decisions`, whose index says when it was made, with `day` and `contract` as candles have them. Entry is the first regular trade of the
 * session at or after decision and latency; it has to come before the window ends. A barrier is met by the first later trade at or beyond it:
 * a stop leaves at that trade's price, a target at its own. Without one, the last trade before the end counts, and the label is known at the end.
 * Columns and words as of `tripleBarrier`; `touch_time` is that of the trade. UserErrors `bad-option`, `label-rows`, `frame-column`, `frame-index`.
 */
export function tripleBarrierOnTrades(decisions: Frame, trades: Frame, options: TripleBarrierOnTrades): Frame {
  checkObject('options', options);
  const { within, latencyUs = DEFAULT_LATENCY_US, atFlatten = 'exit', flattenBeforeClose } = options;
  checkWholeOption('latencyUs', latencyUs, 1);
  checkWordOption('atFlatten', atFlatten, AT_FLATTEN);
  const withinUs = spanOf(within);
  const prints = tradePrints(trades, flattenBeforeClose);
  const windows = printWindows(decisions, prints, { withinUs, latencyUs, isDropped: atFlatten === 'drop' });
  const { entry, end, endUs, isCut } = windows;
  const asked: Barriers = options;
  const { path, timeUs, instrument } = prints;
  const entryPrice = (row: number): number => (entry[row]! < 0 ? Number.NaN : path.open[entry[row]!]!);
  const barriers = barrierRows(decisions, asked, ['within', 'latencyUs', 'atFlatten'], instrument, entryPrice);
  for (let row = 0; row < entry.length; row++) {
    const isAsked = barriers.side[row] !== 0 && barriers.targetTicks[row]! > 0 && barriers.stopTicks[row]! > 0;
    if (!isAsked) entry[row] = -1;
  }
  const scan = { ...barriers, path, entry, end };
  const touches = scanBarriers(scan);
  const outcome = barrierOutcome(scan, touches, isCut, barriers.costPoints);
  const rows = decisions.rows;
  const [known, entered, touched] = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)];
  for (let row = 0; row < rows; row++) {
    if (entry[row]! < 0) continue;
    const isEnd = touches.touch[row] === END_TOUCH;
    known[row] = isEnd ? endUs[row]! : timeUs[touches.exit[row]!]!;
    entered[row] = timeUs[entry[row]!]!;
    touched[row] = known[row]!;
  }
  return labelFrame(decisions, {
    hasLabel: outcome.hasLabel,
    times: { known_time: known, entry_time: entered, touch_time: touched },
    floats: { entry_price: outcome.entryPrice, exit_price: outcome.exitPrice, return: outcome.returns },
    int32s: { side: outcome.side },
    touch: outcome.touch,
  });
}

function spanOf(text: string): number {
  const interval = parseCandleInterval(text);
  if (interval?.kind === 'time') return interval.us;
  throw labelError('bad-option', `within is ${String(text)}`, 'within', 'Write a span such as 30m');
}

interface WindowRules {
  readonly withinUs: number;
  readonly latencyUs: number;
  readonly isDropped: boolean;
}

/** By decision; `entry` is -1 where no trade can be made. */
interface PrintWindows {
  readonly entry: Int32Array;
  readonly end: Int32Array;
  readonly endUs: Float64Array;
  readonly isCut: Uint8Array;
}

function printWindows(decisions: Frame, prints: TradePrints, rules: WindowRules): PrintWindows {
  const { withinUs, latencyUs, isDropped } = rules;
  const rows = decisions.rows;
  const entry = new Int32Array(rows).fill(-1);
  const [end, endUs, isCut] = [new Int32Array(rows), new Float64Array(rows), new Uint8Array(rows)];
  for (const { day, contract, from, to } of labelSessions(decisions, decisions.times).sessions) {
    const session = prints.sessions.get(sessionKey(day, contract));
    if (session === undefined) continue;
    for (let row = from; row < to; row++) {
      const decidedUs = decisions.times[row]!;
      const wantedUs = decidedUs + withinUs;
      endUs[row] = Math.min(wantedUs, session.flattenUs);
      isCut[row] = endUs[row]! < wantedUs ? 1 : 0;
      if (isDropped && isCut[row] === 1) continue;
      const first = firstPrint(prints.timeUs, session.from, session.to, decidedUs + latencyUs);
      end[row] = firstPrint(prints.timeUs, first, session.to, endUs[row]!);
      if (first < end[row]!) entry[row] = first;
    }
  }
  return { entry, end, endUs, isCut };
}

/** The first print from `low` up to, not including, `high` that is not before a time; `high` where all are. */
function firstPrint(timeUs: Float64Array, low: number, high: number, fromUs: number): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (timeUs[middle]! < fromUs) from = middle + 1;
    else to = middle;
  }
  return from;
}
