// Candles in columns and a regime detector in; the regime of every candle, as trading would have seen it, row by row beside them, out.

import { valueAt } from '../../adapters/datasets/sql/typed-column.ts';
import { emptyCandle, type MutableCandle } from '../../core/candles/candle.ts';
import type { RegimeDetectorSpec } from '../../core/regime/regime-detector.ts';
import { Frame } from '../frames/frame.ts';

const NUMBERS = ['open', 'high', 'low', 'close', 'volume'] as const;

/**
 * Columns `regime` (trend_up, trend_down, range, undefined), `regime_confidence` (0 to 1) and `close` under the index of the candles. Each
 * session begins with a fresh detector and as many earlier candles of its contract in the frame as the detector needs to settle. Takes
 * `tradingData(...).candles`. UserErrors of frames for a column that is not there.
 */
export function regimeColumns(candles: Frame, detector: RegimeDetectorSpec): Frame {
  const columns = NUMBERS.map((name) => [name, candles.column(name)] as const);
  const [openTime, closeTime] = [candles.column('open_time').values, candles.times];
  const candleAt = (row: number, firstOfSession: boolean): MutableCandle => {
    const candle = {
      ...emptyCandle(),
      firstOfSession,
      openTimeUs: Number(openTime[row]!),
      closeTimeUs: closeTime[row]!,
    };
    for (const [name, column] of columns) candle[name] = Number(valueAt(column, row) ?? 0);
    return candle;
  };
  const day = candles.column('day');
  const contract = candles.column(candles.columns.has('contract') ? 'contract' : 'instrument');
  const isSame = (column: typeof day, a: number, b: number): boolean => valueAt(column, a) === valueAt(column, b);
  const kinds: string[] = [];
  const confidence = new Float64Array(candles.rows);
  for (let from = 0; from < candles.rows; ) {
    const state = detector.create();
    let before = from;
    while (before > 0 && from - before < state.settled && isSame(contract, before - 1, from)) before -= 1;
    for (let row = before; row < from; row++) {
      state.update(candleAt(row, row === 0 || row === before || !isSame(day, row - 1, row)));
    }
    let row = from;
    for (; row < candles.rows && isSame(day, row, from) && isSame(contract, row, from); row++) {
      state.update(candleAt(row, row === from));
      kinds.push(state.regime.kind);
      confidence[row] = state.regime.confidence;
    }
    from = row;
  }
  const close = candles.column('close').values;
  return Frame.fromColumns(
    { time: closeTime, regime: kinds, regime_confidence: confidence, close: Float64Array.from(close, Number) },
    { index: 'time', marks: 'end', meta: candles.meta },
  );
}
