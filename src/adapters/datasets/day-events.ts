// The parts of one day in; the event batch that the engine processes out, or why they cannot become one.

import { levelsOfOrders } from '../../core/candles/levels-of-orders.ts';
import { barEvents, type DayColumns, tickEvents } from '../../core/market/day-events.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import type { PriceGrid } from '../../core/market/instrument.ts';
import { instrumentOf } from '../../core/market/instrument-table.ts';
import { UserError } from '../user-error.ts';
import type { PartRef } from './part-path.ts';
import type { PartColumns } from './row-buffer.ts';
import { isCandleKind } from './schema.ts';

export interface LoadedPart {
  readonly part: PartRef;
  readonly columns: PartColumns;
}

/** What makes events of columns: of this checkout, or of the release that runs. */
export interface EventCode {
  readonly tickEvents: typeof tickEvents;
  readonly barEvents: typeof barEvents;
  readonly instrumentOf: typeof instrumentOf;
  readonly levelsOfOrders: typeof levelsOfOrders;
}

export const checkoutEventCode: EventCode = { tickEvents, barEvents, instrumentOf, levelsOfOrders };

/**
 * All parts are of one contract and day. Orders become changes of price levels on the grid of the contract.
 * UserErrors: `bad-option`, `adjusted-series`.
 */
export function dayEvents(
  parts: readonly LoadedPart[],
  instrumentId: number,
  code: EventCode,
  gridOf: () => PriceGrid | undefined,
): EventBatch {
  const ticks: { readonly kind: 'trades' | 'quotes' | 'levels'; readonly columns: DayColumns }[] = [];
  for (const { part, columns } of parts) {
    const { kind } = part;
    if (kind === 'trades' || kind === 'quotes' || kind === 'levels') ticks.push({ kind, columns });
    else if (kind === 'orders') ticks.push({ kind: 'levels', columns: levelsOf(part, columns, code, gridOf()) });
  }
  const candles = parts.find(({ part }) => isCandleKind(part.kind));
  if (candles === undefined) return code.tickEvents(ticks, instrumentId);
  const { part, columns } = candles;
  const instrument = code.instrumentOf(part.instrument);
  if (parts.length > 1 || instrument === undefined) throw mixture(part, parts.length > 1);
  const bars = code.barEvents(columns, instrument, instrumentId);
  if (bars.kind === 'events') return bars.events;
  throw new UserError({
    code: 'adjusted-series',
    message:
      `${part.instrument} ${part.kind} of ${part.day} has the price ${bars.price}, which is not a multiple of the tick ` +
      `${instrument.tick}: this is an adjusted series, and a profit in points counted on it would be wrong`,
    file: part.path,
    field: 'price',
    fix: 'Trade on dated contracts: import an export of the contract itself (WDOU25) or an unadjusted continuous one',
  });
}

function levelsOf(part: PartRef, orders: PartColumns, code: EventCode, grid: PriceGrid | undefined): DayColumns {
  if (grid === undefined) throw mixture(part, false);
  return code.levelsOfOrders(orders, grid);
}

function mixture({ instrument }: PartRef, several: boolean): UserError {
  return new UserError({
    code: 'bad-option',
    message: several
      ? `Candles and other kinds of ${instrument} cannot be read as one stream: they tell the same trades twice`
      : `The tick of ${instrument} is not known, so its candles and orders cannot become events`,
    field: several ? 'kinds' : 'instrument',
    fix: 'Ask for one candle kind of a contract of WDO, DOL, WIN or IND',
  });
}
