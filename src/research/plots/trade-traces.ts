// Takes trades and an axis; gives their entries, exits, the way between, and stop and target levels as traces.

import { type Side, signOf } from '../../core/market/side.ts';
import { brl, decimal } from '../report/number-format.ts';
import type { JsonObject } from './figure-json.ts';
import { plotText } from './figure-layout.ts';
import { AMBER, GAIN, GREEN, LOSS, PURPLE, VERMILLION } from './palette.ts';
import type { TimeAxis } from './time-axis.ts';

/** Trades from which marks are small and exits wait in the legend. */
const CROWDED = 150;

/** What is drawn of a trade; trades of a run have all of it. Times in microseconds UTC, prices in points. */
export interface TradeMark {
  /** Side of the entry. */
  readonly side: Side;
  readonly entryTimeUs: number;
  readonly exitTimeUs: number;
  readonly entryPrice: number;
  readonly exitPrice: number;
  readonly stopPrice?: number | undefined;
  readonly targetPrice?: number | undefined;
  /** Result after costs, integer E4; without it the prices say who won. */
  readonly netE4?: number | undefined;
  readonly index?: number | undefined;
  readonly quantity?: number | undefined;
  readonly contract?: string | undefined;
  readonly exitRole?: string | undefined;
}

/** Above 0 where the trade won; comparable among trades that are told in the same way. */
export function resultOf({ netE4, side, entryPrice, exitPrice }: TradeMark): number {
  return netE4 ?? (exitPrice - entryPrice) * signOf(side);
}

function describe(trade: TradeMark): string {
  const prices = `${decimal(trade.entryPrice, 1)} → ${decimal(trade.exitPrice, 1)}`;
  const words = [
    trade.index === undefined ? '' : `#${trade.index}`,
    ...[trade.side, trade.quantity ?? '', trade.contract ?? '', prices, trade.exitRole ?? ''],
    trade.netE4 === undefined ? '' : brl(trade.netE4),
  ];
  return plotText(words.filter((word) => word !== '').join(' '));
}

function markers(
  name: string,
  symbol: string,
  colour: string,
  x: readonly string[],
  y: readonly number[],
  text: readonly string[],
  size: number,
): JsonObject {
  const marker = { symbol, color: colour, size, line: { color: '#ffffff', width: 1 } };
  return { type: 'scatter', mode: 'markers', name, x, y, text, marker, hoverinfo: 'text' };
}

/** A piece of line for each trade, from its entry to its exit, where both prices are known. */
function pieces(
  name: string,
  line: JsonObject,
  trades: readonly TradeMark[],
  axis: TimeAxis,
  levels: (trade: TradeMark) => readonly [from: number | undefined, to: number | undefined],
): readonly JsonObject[] {
  const x: (string | null)[] = [];
  const y: (number | null)[] = [];
  for (const trade of trades) {
    const [from, to] = levels(trade);
    if (from === undefined || to === undefined) continue;
    x.push(axis.at(trade.entryTimeUs), axis.at(trade.exitTimeUs), null);
    y.push(from, to, null);
  }
  return x.length === 0 ? [] : [{ type: 'scatter', mode: 'lines', name, x, y, line, hoverinfo: 'skip' }];
}

function entries(side: Side, trades: readonly TradeMark[], axis: TimeAxis, size: number): readonly JsonObject[] {
  const some = trades.filter((trade) => trade.side === side);
  if (some.length === 0) return [];
  const x = some.map((trade) => axis.at(trade.entryTimeUs));
  const y = some.map((trade) => trade.entryPrice);
  const symbol = side === 'buy' ? 'triangle-up' : 'triangle-down';
  return [markers(`entry, ${side}`, symbol, side === 'buy' ? GREEN : AMBER, x, y, some.map(describe), size)];
}

/** Traces of trades; the levels of brackets only where `withLevels`, since on a long axis they hide the candles. */
export function tradeTraces(trades: readonly TradeMark[], axis: TimeAxis, withLevels: boolean): readonly JsonObject[] {
  if (trades.length === 0) return [];
  const isCrowded = trades.length > CROWDED;
  const size = isCrowded ? 6 : 10;
  const wins = trades.filter((trade) => resultOf(trade) > 0);
  const others = trades.filter((trade) => resultOf(trade) <= 0);
  const way = (trade: TradeMark) => [trade.entryPrice, trade.exitPrice] as const;
  const stop = (trade: TradeMark) => [trade.stopPrice, trade.stopPrice] as const;
  const target = (trade: TradeMark) => [trade.targetPrice, trade.targetPrice] as const;
  const levels = withLevels
    ? [
        ...pieces('stop', { color: VERMILLION, width: 1, dash: 'dash' }, trades, axis, stop),
        ...pieces('target', { color: GREEN, width: 1, dash: 'dash' }, trades, axis, target),
      ]
    : [];
  const exitX = trades.map((trade) => axis.at(trade.exitTimeUs));
  const exitY = trades.map((trade) => trade.exitPrice);
  const exits = markers('exit', 'x', PURPLE, exitX, exitY, trades.map(describe), size);
  return [
    ...levels,
    ...pieces('won', { color: GAIN, width: 2 }, wins, axis, way),
    ...pieces('lost', { color: LOSS, width: 2, dash: 'dot' }, others, axis, way),
    ...entries('buy', trades, axis, size),
    ...entries('sell', trades, axis, size),
    // A click on the legend shows them; at once they would cover the candles.
    isCrowded ? { ...exits, visible: 'legendonly' } : exits,
  ];
}
