// Candles to the columns of two frames: what the price did, and who moved it.

import type { ColumnKind, TypedColumn } from '../../adapters/datasets/sql/typed-column.ts';
import { type Candle, imbalance } from '../../core/candles/candle.ts';
import { columnOfValues } from './column-of-values.ts';

type Field = readonly [name: string, kind: ColumnKind, of: (candle: Candle) => number | undefined];

const CANDLE_FIELDS: readonly Field[] = [
  ['open_time', 'time', ({ openTimeUs }) => openTimeUs],
  ['open', 'float', ({ open }) => open],
  ['high', 'float', ({ high }) => high],
  ['low', 'float', ({ low }) => low],
  ['close', 'float', ({ close }) => close],
  ['volume', 'float', ({ volume }) => volume],
  ['trades', 'int32', ({ hasTrades, trades }) => (hasTrades ? trades : undefined)],
];

const flow = (of: (candle: Candle) => number) => (candle: Candle) => (candle.hasFlow ? of(candle) : undefined);

/** Volumes and trades by side count trades whose aggressor is known; without any, there is no flow to speak of. */
const FLOW_FIELDS: readonly Field[] = [
  ['buy_volume', 'float', flow(({ buyVolume }) => buyVolume)],
  ['sell_volume', 'float', flow(({ sellVolume }) => sellVolume)],
  ['buy_trades', 'int32', flow(({ buyTrades }) => buyTrades)],
  ['sell_trades', 'int32', flow(({ sellTrades }) => sellTrades)],
  ['rlp_volume', 'float', flow(({ rlpVolume }) => rlpVolume)],
  ['signed_volume', 'float', flow(({ buyVolume, sellVolume }) => buyVolume - sellVolume)],
  ['imbalance', 'float', imbalance],
  ['trade_size', 'float', ({ hasTrades, trades, volume }) => (hasTrades && trades > 0 ? volume / trades : undefined)],
];

type Columns = readonly (readonly [string, TypedColumn])[];

export function candleColumns(candles: readonly Candle[]): Columns {
  return columnsOf(CANDLE_FIELDS, candles);
}

export function microstructureColumns(candles: readonly Candle[]): Columns {
  return columnsOf(FLOW_FIELDS, candles);
}

/** The times at which the candles were known: the end of their intervals, exclusive. */
export function closeTimes(candles: readonly Candle[]): TypedColumn {
  return { kind: 'time', values: Float64Array.from(candles, ({ closeTimeUs }) => closeTimeUs), valid: undefined };
}

function columnsOf(fields: readonly Field[], candles: readonly Candle[]): Columns {
  return fields.map(([name, kind, of]) => [name, columnOfValues(name, candles.map(of), kind)]);
}
