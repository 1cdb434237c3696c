// Snapshots of an order book in; contracts by price over time as a heat map, bids above 0 and asks below, with the best prices, out.

import { formatLocalTime } from '../../core/market/civil-time.ts';
import type { Frame } from '../frames/frame.ts';
import {
  type DepthColumns,
  type DepthSnapshot,
  type PlayedLevels,
  snapshotsOf,
  snapshotsOfLevels,
} from './depth-snapshots.ts';
import { Figure } from './figure.ts';
import { badInput, shown } from './figure-columns.ts';
import type { JsonObject } from './figure-json.ts';
import { AXIS, layoutOf } from './figure-layout.ts';
import { heatTrace } from './heat-trace.ts';
import { AMBER, GREEN } from './palette.ts';

/** Columns of time and rows of price at most; beyond them the last snapshot of a stretch is drawn, and prices are joined. */
export const MAX_DEPTH_COLUMNS = 600;
export const MAX_DEPTH_ROWS = 160;
/** A book of which nothing was heard for longer is not drawn any more. */
const STALE_AFTER_US = 300_000_000;
/** Colours end at this share of the sizes: single giants would bleach the rest. */
const COLOUR_SHARE = 0.99;

export interface DepthRequest extends PlayedLevels {
  /** Levels of snapshots as columns, or a frame of stored level changes (kind `levels`), which is played. */
  readonly depth: DepthColumns | Frame;
  /** Lowest and highest price to draw, points; default all. */
  readonly prices?: readonly [low: number, high: number] | undefined;
  /** Microseconds after which a snapshot says nothing; default five minutes. */
  readonly staleAfterUs?: number | undefined;
  readonly title?: string | undefined;
}

/** A stretch of time and what the book was in it; undefined where that is not known. */
interface Stretch {
  readonly fromUs: number;
  readonly book: DepthSnapshot | undefined;
}

interface Stretches {
  readonly stretches: readonly Stretch[];
  readonly endUs: number;
  readonly isJoined: boolean;
}

/** A snapshot holds until the next one, and no longer than it is fresh. */
function eachSnapshot(snapshots: readonly DepthSnapshot[], staleUs: number, endUs: number): readonly Stretch[] {
  return snapshots.flatMap((book, i): readonly Stretch[] => {
    const untilUs = snapshots[i + 1]?.timeUs ?? endUs;
    const heard = { fromUs: book.timeUs, book };
    return untilUs - book.timeUs > staleUs ? [heard, { fromUs: book.timeUs + staleUs, book: undefined }] : [heard];
  });
}

/** Equal stretches, each with the last snapshot in it, or the one before while it is fresh. */
function equalStretches(snapshots: readonly DepthSnapshot[], staleUs: number, endUs: number): readonly Stretch[] {
  const startUs = snapshots[0]!.timeUs;
  let at = 0;
  return Array.from({ length: MAX_DEPTH_COLUMNS }, (_, column) => {
    const fromUs = startUs + Math.round(((endUs - startUs) * column) / MAX_DEPTH_COLUMNS);
    const toUs = startUs + Math.round(((endUs - startUs) * (column + 1)) / MAX_DEPTH_COLUMNS);
    while (at + 1 < snapshots.length && snapshots[at + 1]!.timeUs < toUs) at += 1;
    const book = snapshots[at]!;
    return { fromUs, book: fromUs - book.timeUs > staleUs ? undefined : book };
  });
}

function stretchesOf(snapshots: readonly DepthSnapshot[], staleUs: number): Stretches {
  const lastUs = snapshots.at(-1)!.timeUs;
  const steps = snapshots.slice(1).map(({ timeUs }, i) => timeUs - snapshots[i]!.timeUs);
  // the last one lasts as long as most do
  const usualUs = steps.sort((a, b) => a - b)[steps.length >>> 1] ?? 1_000_000;
  const endUs = lastUs + Math.min(usualUs, staleUs);
  const isJoined = snapshots.length > MAX_DEPTH_COLUMNS / 2;
  const stretches = (isJoined ? equalStretches : eachSnapshot)(snapshots, staleUs, endUs);
  return { stretches, endUs, isJoined };
}

/** Lowest and highest ticks drawn. */
function ticksRange({ prices, tick }: DepthRequest, snapshots: readonly DepthSnapshot[]): readonly [number, number] {
  if (prices !== undefined) return [Math.round(prices[0] / tick), Math.round(prices[1] / tick)];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { bids, asks } of snapshots) {
    for (const { ticks } of [...bids, ...asks]) {
      low = Math.min(low, ticks);
      high = Math.max(high, ticks);
    }
  }
  return [low, high];
}

const lowest = (levels: DepthSnapshot['bids']): number | undefined =>
  levels.reduce<number | undefined>(
    (least, { ticks }) => (least === undefined || ticks < least ? ticks : least),
    undefined,
  );
const highest = (levels: DepthSnapshot['bids']): number | undefined =>
  levels.reduce<number | undefined>(
    (most, { ticks }) => (most === undefined || ticks > most ? ticks : most),
    undefined,
  );

/** Between the deepest levels told a price without one has 0 contracts; beyond them nothing is known. */
function fill(column: (number | undefined)[], book: DepthSnapshot, low: number, ticksPerRow: number): void {
  const rowOf = (ticks: number): number => Math.floor((ticks - low) / ticksPerRow);
  const from = lowest(book.bids) ?? lowest(book.asks);
  const to = highest(book.asks) ?? highest(book.bids);
  if (from === undefined || to === undefined) return;
  for (let row = Math.max(0, rowOf(from)); row <= Math.min(column.length - 1, rowOf(to)); row += 1) column[row] = 0;
  const add = (ticks: number, size: number): void => {
    const row = rowOf(ticks);
    if (row >= 0 && row < column.length) column[row] = (column[row] ?? 0) + size;
  };
  for (const { ticks, size } of book.bids) add(ticks, size);
  for (const { ticks, size } of book.asks) add(ticks, -size);
}

function endsOfSizes(columns: readonly (readonly (number | undefined)[])[]): readonly [number, number] {
  const sizes = columns.flat().filter((value) => value !== undefined && value !== 0) as number[];
  const sorted = sizes.map(Math.abs).sort((a, b) => a - b);
  const far = sorted[Math.floor((sorted.length - 1) * COLOUR_SHARE)] ?? 1;
  return [-far, far];
}

function bestLine(name: string, colour: string, x: readonly string[], y: readonly (number | undefined)[]): JsonObject {
  const line = { color: colour, width: 1, shape: 'hv' };
  return {
    type: 'scatter',
    mode: 'lines',
    name,
    x,
    y: y.map(shown),
    line,
    hovertemplate: `${name} %{y}<extra></extra>`,
  };
}

/** UserError `figure-input`: a price off the grid, a size below 0, times that go back, nothing to draw. */
export function depthFigure(request: DepthRequest): Figure {
  const { depth, tick, staleAfterUs = STALE_AFTER_US, title = 'Order book depth' } = request;
  if (!(tick > 0)) throw badInput('tick', `A tick of ${tick} is none`, 'Give the price step in points, such as 0.5');
  const snapshots = 'names' in depth ? snapshotsOfLevels(depth, request) : snapshotsOf(depth, tick);
  const [low, high] = ticksRange(request, snapshots);
  if (snapshots.length === 0 || !(high >= low)) {
    throw badInput(
      'depth',
      'There is no level to draw',
      'Give at least one snapshot with a level, and prices that hold it',
    );
  }
  const ticksPerRow = Math.ceil((high - low + 1) / MAX_DEPTH_ROWS);
  const rows = Math.ceil((high - low + 1) / ticksPerRow);
  const { stretches, endUs, isJoined } = stretchesOf(snapshots, staleAfterUs);
  const columns = stretches.map(({ book }) => {
    const column: (number | undefined)[] = new Array(rows).fill(undefined);
    if (book !== undefined) fill(column, book, low, ticksPerRow);
    return column;
  });
  const x = [...stretches.map(({ fromUs }) => formatLocalTime(fromUs)), formatLocalTime(endUs)];
  const heat = heatTrace({
    name: 'depth',
    x,
    y: Array.from({ length: rows }, (_, row) => (low + row * ticksPerRow + (ticksPerRow - 1) / 2) * tick),
    z: Array.from({ length: rows }, (_, row) => columns.map((column) => column[row])),
    ends: endsOfSizes(columns),
    unit: 'contracts, asks below 0',
    hover: '%{x}<br>%{y}: %{z} contracts',
  });
  const best = (of: (book: DepthSnapshot) => number | undefined) =>
    [...stretches, stretches.at(-1)!].map(({ book }) => {
      const ticks = book === undefined ? undefined : of(book);
      return ticks === undefined || ticks < low || ticks > high ? undefined : ticks * tick;
    });
  const remarks = [
    `${snapshots.length} snapshots`,
    isJoined ? `the last of each of ${stretches.length} stretches of time` : '',
    ticksPerRow > 1 ? `${ticksPerRow} ticks to a row` : '',
  ];
  const layout = layoutOf(
    title,
    {
      xaxis: { ...AXIS, type: 'date' },
      yaxis: { ...AXIS, title: { text: 'points' }, tickformat: ',.1f' },
      hovermode: 'closest',
    },
    remarks.filter((remark) => remark !== '').join(', '),
  );
  const lines = [
    bestLine(
      'best bid',
      GREEN,
      x,
      best(({ bids }) => highest(bids)),
    ),
    bestLine(
      'best ask',
      AMBER,
      x,
      best(({ asks }) => lowest(asks)),
    ),
  ];
  return new Figure({ data: [heat, ...lines], layout });
}
