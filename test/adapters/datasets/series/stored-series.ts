// Bars of a real or made series to parts of a store, as an import would write them.
import type { DatasetStore, DayPart } from '../../../../src/adapters/datasets/store.ts';
import type { AdjustedBars } from '../../../../src/core/market/continuous/adjusted-bars.ts';
import type { DayRows } from '../../../../src/core/market/continuous/recover-series.ts';

export interface SeriesToStore {
  readonly bars: AdjustedBars;
  readonly openTimeUs: Float64Array;
  readonly days: readonly DayRows[];
}

export interface PlaceOfDay {
  readonly instrument: string;
  readonly adjusted: DayPart['adjusted'];
  /** One letter for each source file. */
  readonly source?: string;
}

/** Candles of an interval in minutes; `placeOf` names the instrument and the marks of each day. */
export function dayParts(
  { bars, openTimeUs, days }: SeriesToStore,
  minutes: number,
  placeOf: (day: string) => PlaceOfDay,
): readonly DayPart[] {
  return days.map(({ day, start, end }) => {
    const cut = (column: Float64Array): Float64Array => column.slice(start, end);
    const { instrument, adjusted, source = 'a' } = placeOf(day);
    return {
      instrument,
      kind: `candles-${minutes}m`,
      day,
      columns: {
        open_time_us: cut(openTimeUs),
        close_time_us: cut(openTimeUs).map((timeUs) => timeUs + minutes * 60e6),
        open: cut(bars.open),
        high: cut(bars.high),
        low: cut(bars.low),
        close: cut(bars.close),
        volume: cut(bars.volume ?? new Float64Array(end).fill(1)),
        trades: new Float64Array(end - start).fill(-1),
        ...(bars.turnover === undefined ? {} : { turnover: cut(bars.turnover) }),
      },
      sources: [{ file: `${source}.csv`, sha256: source.repeat(64), format: 'test' }],
      provenance: 'exchange',
      sideSource: 'none',
      bookSource: 'none',
      adjusted,
      parameters: {},
    };
  });
}

/** The whole series under the name of the continuous one, adjusted by ratio. */
export async function storeAdjusted(
  store: DatasetStore,
  series: SeriesToStore,
  minutes: number,
  instrument: string,
): Promise<void> {
  await store.writeParts(dayParts(series, minutes, () => ({ instrument, adjusted: 'ratio' })));
}
