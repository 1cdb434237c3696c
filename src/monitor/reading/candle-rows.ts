// Candles as they close in; those of a span of time, as they were known at a moment, out.

import type { Candle } from '../../core/candles/candle.ts';
import type { CandleRow } from '../view/candle-row.ts';
import type { SpanRequest } from '../view/run-source.ts';

/** Only grows: a session that is rebuilt adds its candles again, and the newest of one opening counts. */
export class CandleRows {
  readonly rows: CandleRow[] = [];

  rowOf(candle: Candle, contract: string, atUs: number, isWarmup: boolean): Omit<CandleRow, 'id'> {
    return {
      contract,
      openUs: candle.openTimeUs,
      closeUs: candle.closeTimeUs,
      open: candle.open,
      high: candle.high,
      low: candle.low,
      close: candle.close,
      volume: candle.volume,
      buyVolume: candle.hasFlow ? candle.buyVolume : null,
      sellVolume: candle.hasFlow ? candle.sellVolume : null,
      trades: candle.hasTrades ? candle.trades : null,
      isWarmup,
      atUs,
    };
  }

  add(candle: Candle, contract: string, atUs: number, isWarmup: boolean): void {
    this.rows.push({ id: this.rows.length + 1, ...this.rowOf(candle, contract, atUs, isWarmup) });
  }

  /** By their opening, oldest first; a candle of the warm-up only where the session itself has none. */
  between({ fromUs = -Infinity, toUs = Infinity, atUs = Infinity }: SpanRequest): readonly CandleRow[] {
    const byOpening = new Map<number, CandleRow>();
    for (const row of this.rows) {
      if (row.atUs > atUs || row.openUs < fromUs || row.openUs > toUs) continue;
      const known = byOpening.get(row.openUs);
      if (known === undefined || known.isWarmup || !row.isWarmup) byOpening.set(row.openUs, row);
    }
    return [...byOpening.values()].sort((a, b) => a.openUs - b.openUs);
  }
}
