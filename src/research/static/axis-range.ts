// Traces in; from where to where an axis has to reach so that all of them are seen out.

import { type JsonObject, listIn, objectIn, textIn } from '../plots/figure-json.ts';
import { type AxisValues, cellEdges } from './axis-values.ts';

/** Part of the range left free beyond the outermost values. */
const AIR = 0.04;

/** The letter of an axis: which of a trace's columns stand on it. */
export type Side = 'x' | 'y';

class Extent {
  low = Number.POSITIVE_INFINITY;
  high = Number.NEGATIVE_INFINITY;
  /** Values at which the axis may end without air: bars stand on 0, cells end where they end. */
  readonly firm = new Set<number>();

  add(value: number | undefined): void {
    if (value === undefined || Number.isNaN(value)) return;
    this.low = Math.min(this.low, value);
    this.high = Math.max(this.high, value);
  }

  end(value: number): void {
    this.add(value);
    this.firm.add(value);
  }
}

/** True for the direction in which the bars of a trace grow. */
export function isBarLength(trace: JsonObject, side: Side): boolean {
  return trace.type === 'bar' && (textIn(trace, 'orientation') === 'h' ? side === 'x' : side === 'y');
}

/** Width of each bar in units of its axis: told, or four fifths of the least distance. */
export function barWidths(trace: JsonObject, at: readonly (number | undefined)[]): (bar: number) => number {
  const told = trace.width;
  if (typeof told === 'number') return () => told;
  if (Array.isArray(told)) return (bar) => Number(told[bar]);
  const sorted = [...new Set(at.filter((value) => value !== undefined))].sort((a, b) => a - b);
  const least = sorted
    .slice(1)
    .reduce((least, value, i) => Math.min(least, value - sorted[i]!), Number.POSITIVE_INFINITY);
  return () => (Number.isFinite(least) ? least * 0.8 : 0.8);
}

function addErrors(extent: Extent, trace: JsonObject, side: Side, axis: AxisValues): void {
  const errors = objectIn(trace, `error_${side}`);
  const [above, below] = [listIn(errors, 'array'), listIn(errors, errors.symmetric === false ? 'arrayminus' : 'array')];
  for (const [i, value] of listIn(trace, side).entries()) {
    const at = axis.numberOf(value);
    if (at === undefined) continue;
    if (typeof above[i] === 'number') extent.add(at + above[i]);
    if (typeof below[i] === 'number') extent.add(at - below[i]);
  }
}

function addTrace(extent: Extent, trace: JsonObject, side: Side, axis: AxisValues): void {
  if (trace.type === 'candlestick' && side === 'y') {
    for (const key of ['low', 'high']) for (const value of listIn(trace, key)) extent.add(axis.numberOf(value));
    return;
  }
  const values = listIn(trace, side);
  if (trace.type === 'heatmap') {
    const rows = listIn(trace, 'z');
    const cells = side === 'y' ? rows.length : ((rows[0] as readonly unknown[] | undefined)?.length ?? 0);
    const edges = cellEdges(axis, values, cells);
    extent.end(Math.min(...edges));
    extent.end(Math.max(...edges));
    return;
  }
  const at = values.map((value) => axis.numberOf(value));
  const isFilled = side === 'y' && trace.fill === 'tozeroy';
  if (isBarLength(trace, side) || isFilled) extent.end(0);
  const half = trace.type === 'bar' && !isBarLength(trace, side) ? barWidths(trace, at) : undefined;
  at.forEach((value, i) => {
    if (value === undefined) return;
    extent.add(value);
    if (half === undefined) return;
    extent.add(value - half(i) / 2);
    extent.add(value + half(i) / 2);
  });
  addErrors(extent, trace, side, axis);
}

/** `range` of the layout where it is told. An axis without a value reaches from 0 to 1. */
export function axisRange(
  settings: JsonObject,
  axis: AxisValues,
  traces: readonly JsonObject[],
  side: Side,
): readonly [low: number, high: number] {
  const told = listIn(settings, 'range').map((value) => axis.numberOf(value));
  if (told.length === 2 && told[0] !== undefined && told[1] !== undefined) return [told[0], told[1]];
  if (axis.kind === 'category') return [-0.5, Math.max(1, axis.categories.length) - 0.5];
  const extent = new Extent();
  for (const trace of traces) addTrace(extent, trace, side, axis);
  if (textIn(settings, 'rangemode') === 'tozero') extent.end(0);
  const { low, high, firm } = extent;
  if (low > high) return [0, 1];
  const air = low === high ? Math.max(Math.abs(low) * AIR, axis.kind === 'date' ? 1000 : 0.5) : (high - low) * AIR;
  return [firm.has(low) ? low : low - air, firm.has(high) && low < high ? high : high + air];
}
