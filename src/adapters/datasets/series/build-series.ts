// A root and a span in; the candles of its contracts as one series out, with the adjustment beside it, so that it can be undone.

import { adjustedPrice, tradedPrice } from '../../../core/market/continuous/adjusted-price.ts';
import {
  type Adjustment,
  type AdjustmentMethod,
  adjustmentOf,
  type PriceChange,
} from '../../../core/market/continuous/adjustment.ts';
import type { RollSchedule } from '../../../core/market/continuous/roll-schedule.ts';
import type { ContractOfDay } from '../../../core/market/contracts-of-days.ts';
import { rootInstrument } from '../../../core/market/instrument-table.ts';
import { type Provenance, weakerProvenance } from '../../../core/market/provenance.ts';
import { joinCandles } from '../candle-range.ts';
import { partRef } from '../part-path.ts';
import type { PartColumns } from '../row-buffer.ts';
import type { DatasetStore } from '../store.ts';
import { isRefused } from '../usable-part.ts';
import { measureRolls } from './measure-rolls.ts';
import { type SeriesSpan, seriesDays } from './series-days.ts';

/** Columns of candles that an adjustment changes; volume and turnover stay as they were traded. */
const PRICE_COLUMNS: readonly string[] = ['open', 'high', 'low', 'close'];

export interface SeriesOptions extends SeriesSpan {
  readonly adjust: AdjustmentMethod | 'none';
  /** Refuse rolls of which there are no prices of both contracts at the same time. Default: they are marked. */
  readonly sameTimeOnly?: boolean;
}

/** Rows of one day: from `start` up to, not including, `end`. */
export interface SeriesDay extends ContractOfDay {
  readonly start: number;
  readonly end: number;
}

export interface Series extends RollSchedule {
  readonly options: SeriesOptions;
  readonly rows: number;
  /**
   * Candles by the names of the schema, prices adjusted; only columns that every day has. An adjusted series has no
   * settlement prices: they are off the tick grid, so they would not come back.
   */
  readonly columns: PartColumns;
  readonly days: readonly SeriesDay[];
  /** Undefined where nothing was adjusted. */
  readonly adjustment: Adjustment | undefined;
  /** Where the prices at the rolls are stored. */
  readonly adjustmentFile: string | undefined;
  readonly missing: readonly ContractOfDay[];
  readonly uncomparedDays: readonly string[];
  /** Days whose stored prices are off the tick grid: these do not come back from an adjustment as they were. */
  readonly offGridDays: readonly string[];
  /** Days that the quality gate refused, where the store was opened for them. */
  readonly refusedDays: readonly string[];
  /** The weakest of the parts. */
  readonly provenance: Provenance;
}

/** UserErrors: those of `seriesDays` and `measureRolls`, and `part-corrupt`. */
export async function buildSeries(store: DatasetStore, options: SeriesOptions): Promise<Series> {
  const shown = await seriesDays(store, options);
  const measured =
    options.adjust === 'none'
      ? undefined
      : await measureRolls(
          store,
          { ...options, method: options.adjust, sameTimeOnly: options.sameTimeOnly ?? false },
          shown.rolls,
        );
  const adjustment =
    measured === undefined || options.adjust === 'none'
      ? undefined
      : adjustmentOf(options.adjust, shown.spans, measured.prices);
  const read = await readDays(store, options, shown.days);
  const { columns, rows, days } = joinCandles(read.parts);
  const placed = days.map((place, index) => ({ ...place, contract: shown.days[index]!.contract }));
  return {
    ...shown,
    options,
    rows,
    columns: adjustment === undefined ? columns : changed(columns, placed, adjustment, adjustedPrice),
    days: placed,
    adjustment,
    adjustmentFile: measured?.file,
    offGridDays: read.offGridDays,
    refusedDays: read.refusedDays,
    provenance: read.provenance,
  };
}

/** The columns of a series as they were traded: the very prices of the store, but on its `offGridDays`. */
export function tradedColumns({ columns, days, adjustment, options }: Series): PartColumns {
  if (adjustment === undefined) return columns;
  const grid = rootInstrument(options.root);
  return changed(columns, days, adjustment, (change, price) => tradedPrice(change, grid, price));
}

function changed(
  columns: PartColumns,
  days: readonly SeriesDay[],
  { contracts }: Adjustment,
  priceOf: (change: PriceChange, price: number) => number,
): PartColumns {
  const changes = new Map(contracts.map(({ contract, change }) => [contract, change]));
  const { settlement: _, ...result }: Record<string, Float64Array> = columns;
  for (const name of PRICE_COLUMNS) {
    const column = columns[name]?.slice();
    if (column === undefined) continue;
    for (const { contract, start, end } of days) {
      const change = changes.get(contract)!;
      for (let row = start; row < end; row++) column[row] = priceOf(change, column[row]!);
    }
    result[name] = column;
  }
  return result;
}

async function readDays(store: DatasetStore, { kind }: SeriesOptions, days: readonly ContractOfDay[]) {
  const parts: { day: string; columns: PartColumns }[] = [];
  const offGridDays: string[] = [];
  const refusedDays: string[] = [];
  let provenance: Provenance = 'exchange';
  for (const { day, contract } of days) {
    const { manifest, columns } = await store.readProven(partRef(store.root, contract, kind, day));
    parts.push({ day, columns });
    if (manifest.adjusted !== 'none') offGridDays.push(day);
    if (isRefused(manifest)) refusedDays.push(day);
    provenance = weakerProvenance(provenance, manifest.provenance);
  }
  return { parts, offGridDays, refusedDays, provenance };
}
