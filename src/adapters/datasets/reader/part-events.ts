// Rows of one part in, whole or a piece of them; what the engine's events are made of out. Every way of reading events goes by here.

import type { barEvents, DayColumns, TickColumns } from '../../../core/market/day-events.ts';
import type { EventBatch } from '../../../core/market/event-batch.ts';
import type { PriceGrid } from '../../../core/market/instrument.ts';
import { UserError } from '../../user-error.ts';
import { withKnownSides } from '../known-sides.ts';
import type { PartManifest } from '../manifest.ts';
import type { PartRef } from '../part-path.ts';
import type { PartColumns } from '../row-buffer.ts';
import type { TickKind } from './event-kinds.ts';

/** Columns as the writers of events take them: trades with the sides that count, orders as the changes of levels they make. */
export function tickColumns(
  kind: TickKind,
  columns: PartColumns,
  sideSource: PartManifest['sideSource'],
  levelsOf: (orders: PartColumns) => DayColumns,
): TickColumns {
  if (kind === 'orders') return { kind: 'levels', columns: levelsOf(columns) };
  return { kind, columns: withKnownSides(kind, columns, sideSource) };
}

/** Candles as closed bars. A UserError `adjusted-series` where nobody can have traded at a price of them. */
export function candleBars(
  part: PartRef,
  columns: PartColumns,
  grid: PriceGrid,
  instrumentId: number,
  makeBars: typeof barEvents,
): EventBatch {
  const bars = makeBars(columns, grid, instrumentId);
  if (bars.kind === 'events') return bars.events;
  throw new UserError({
    code: 'adjusted-series',
    message:
      `${part.instrument} ${part.kind} of ${part.day} has the price ${bars.price}, which is not a multiple of the tick ` +
      `${grid.tick}: this is an adjusted series, and a profit in points counted on it would be wrong`,
    file: part.path,
    field: 'price',
    fix: 'Read the dated contract (WDOU25): import an export of it, or restore it from the adjusted series with qt series restore',
  });
}

/** The grid of candles and orders, whose prices are counted in ticks. A UserError `bad-option` where it is not known. */
export function knownGrid({ instrument, kind }: PartRef, grid: PriceGrid | undefined): PriceGrid {
  if (grid !== undefined) return grid;
  throw new UserError({
    code: 'bad-option',
    message: `The tick of ${instrument} is not known, so its ${kind} cannot become events`,
    field: 'instrument',
    fix: 'Import its files again with --definition, which tells the tick and the lot',
  });
}
