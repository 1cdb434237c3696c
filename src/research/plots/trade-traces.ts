// Takes trades and an axis; gives their entries, exits, the way between, and stop and target levels as traces.

import { brl, decimal } from '../report/number-format.ts';
import type { Trade } from '../report/trade.ts';
import { type JsonObject, plotText } from './figure.ts';
import { AMBER, GAIN, GREEN, LOSS, PURPLE, VERMILLION } from './palette.ts';
import type { TimeAxis } from './time-axis.ts';

/** Trades from which marks are small and exits wait in the legend. */
const CROWDED = 150;

function describe(trade: Trade): string {
  const prices = `${decimal(trade.entryPrice, 1)} → ${decimal(trade.exitPrice, 1)}`;
  return plotText(
    `#${trade.index} ${trade.side} ${trade.quantity} ${trade.contract} ${prices} ${trade.exitRole} ${brl(trade.netE4)}`,
  );
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
  trades: readonly Trade[],
  axis: TimeAxis,
  levels: (trade: Trade) => readonly [from: number | undefined, to: number | undefined],
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

function entries(side: Trade['side'], trades: readonly Trade[], axis: TimeAxis, size: number): readonly JsonObject[] {
  const some = trades.filter((trade) => trade.side === side);
  if (some.length === 0) return [];
  const x = some.map((trade) => axis.at(trade.entryTimeUs));
  const y = some.map((trade) => trade.entryPrice);
  const symbol = side === 'buy' ? 'triangle-up' : 'triangle-down';
  return [markers(`entry, ${side}`, symbol, side === 'buy' ? GREEN : AMBER, x, y, some.map(describe), size)];
}

/** Traces of trades; the levels of brackets only where `withLevels`, since on a long axis they hide the candles. */
export function tradeTraces(trades: readonly Trade[], axis: TimeAxis, withLevels: boolean): readonly JsonObject[] {
  if (trades.length === 0) return [];
  const isCrowded = trades.length > CROWDED;
  const size = isCrowded ? 6 : 10;
  const wins = trades.filter((trade) => trade.netE4 > 0);
  const others = trades.filter((trade) => trade.netE4 <= 0);
  const way = (trade: Trade) => [trade.entryPrice, trade.exitPrice] as const;
  const stop = (trade: Trade) => [trade.stopPrice, trade.stopPrice] as const;
  const target = (trade: Trade) => [trade.targetPrice, trade.targetPrice] as const;
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
