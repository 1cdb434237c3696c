// What triple-barrier labels are asked with in; the same checked, with sides, distances and costs by row, out.

import type { Instrument } from '../../core/market/instrument.ts';
import type { Frame } from '../frames/frame.ts';
import { type BarrierDistance, distanceTicks } from './barrier-distance.ts';
import { checkFields, checkWordOption, labelError } from './label-error.ts';
import type { BarrierScan } from './scan-barriers.ts';
import { costPoints, type TradeCosts } from './trade-costs.ts';
import { sidesOf, type TradeSides } from './trade-sides.ts';

/** Of every label that looks at a window. */
export interface WindowOptions {
  /** Nothing is held from so long before the close: a span such as `15m`, the default; `0m` holds until the close. */
  readonly flattenBeforeClose?: string | undefined;
  /** Smallest price step in points, for instruments that are not in the table. */
  readonly tick?: number | undefined;
}

/** A trade: how it ends. An absent barrier is never met. */
export interface TradeBarriers extends WindowOptions {
  readonly side: TradeSides;
  readonly target?: BarrierDistance | undefined;
  readonly stop?: BarrierDistance | undefined;
  /** Of a round trip; what backtests assume where absent. */
  readonly costs?: TradeCosts | undefined;
  /** Whether a target fills when the price is `touched`, the default, or only when it is traded `through`, as backtests have it. */
  readonly targetFills?: 'touched' | 'through' | undefined;
}

/** No trade: which of two prices comes first. Two barriers inside one candle are told as `both`. */
export interface DirectionBarriers extends WindowOptions {
  readonly side?: undefined;
  readonly up?: BarrierDistance | undefined;
  readonly down?: BarrierDistance | undefined;
}

export type Barriers = TradeBarriers | DirectionBarriers;

/** What is done with a window that the flatten time cuts short: the position is closed there, or no row with such a window is labelled. */
export type AtFlatten = 'exit' | 'drop';

export const AT_FLATTEN: readonly AtFlatten[] = ['exit', 'drop'];

export interface BarrierRows
  extends Pick<BarrierScan, 'side' | 'targetTicks' | 'stopTicks' | 'tick' | 'ticksPerUnit' | 'isTrade' | 'isThrough'> {
  readonly costPoints: number;
}

const COMMON = ['flattenBeforeClose', 'tick'];
const OF_TRADE = ['side', 'target', 'stop', 'costs', 'targetFills', ...COMMON];
const OF_DIRECTION = ['side', 'up', 'down', ...COMMON];

/** Rows with side 0 or a distance of 0 get no label. UserErrors `bad-option`, `frame-column`. */
export function barrierRows(
  frame: Frame,
  barriers: Barriers,
  more: readonly string[],
  instrument: Instrument | undefined,
  entryPrice: (row: number) => number,
): BarrierRows {
  const isTrade = barriers.side !== undefined;
  checkFields('options', barriers, [...(isTrade ? OF_TRADE : OF_DIRECTION), ...more]);
  const tick = tickOf(barriers.tick, instrument);
  const ticks = (field: string, distance: BarrierDistance | undefined): Float64Array =>
    distanceTicks({ field, distance, frame, tick, isStop: field === 'stop', entryPrice });
  const perUnit = Math.round(1 / tick);
  const common = { tick, ticksPerUnit: perUnit >= 1 && Math.abs(perUnit * tick - 1) < 1e-9 ? perUnit : undefined };
  if (barriers.side === undefined) {
    const [targetTicks, stopTicks] = [ticks('up', barriers.up), ticks('down', barriers.down)];
    const side = new Int8Array(frame.rows).fill(1);
    return { ...common, side, targetTicks, stopTicks, isTrade, isThrough: false, costPoints: 0 };
  }
  const { targetFills = 'touched' } = barriers;
  checkWordOption('targetFills', targetFills, ['touched', 'through']);
  return {
    ...common,
    side: sidesOf('side', barriers.side, frame),
    targetTicks: ticks('target', barriers.target),
    stopTicks: ticks('stop', barriers.stop),
    isTrade,
    isThrough: targetFills === 'through',
    costPoints: costPoints(barriers.costs, instrument),
  };
}

function tickOf(tick: number | undefined, instrument: Instrument | undefined): number {
  const found = tick ?? instrument?.tick;
  const fix = 'Write the smallest price step in points, such as tick: 0.5';
  if (found === undefined) throw labelError('bad-option', 'The tick of this instrument is not known', 'tick', fix);
  if (Number.isFinite(found) && found > 0) return found;
  throw labelError('bad-option', `tick is ${String(found)}`, 'tick', fix);
}
