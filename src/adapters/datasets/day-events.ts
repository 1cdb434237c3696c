// The parts of one day in; the event batch that the engine processes out, or why they cannot become one.

import { levelsOfOrders } from '../../core/candles/levels-of-orders.ts';
import { barEvents, tickEvents } from '../../core/market/day-events.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import type { PriceGrid } from '../../core/market/instrument.ts';
import { instrumentOf } from '../../core/market/instrument-table.ts';
import type { PartRef } from './part-path.ts';
import type { ProvenPart } from './proven-part.ts';
import { checkEventKinds, type TickKind } from './reader/event-kinds.ts';
import { candleBars, knownGrid, tickColumns } from './reader/part-events.ts';
import { isCandleKind } from './schema.ts';

/** What makes events of columns: of this checkout, or of the release that runs. */
export interface EventCode {
  readonly tickEvents: typeof tickEvents;
  readonly barEvents: typeof barEvents;
  readonly instrumentOf: typeof instrumentOf;
  readonly levelsOfOrders: typeof levelsOfOrders;
}

export const checkoutEventCode: EventCode = { tickEvents, barEvents, instrumentOf, levelsOfOrders };

/**
 * All parts are of one contract and day: the same events as `readEvents` gives of them. `storedGrid` is asked where `code`
 * does not know the contract. UserErrors: `bad-option`, `adjusted-series`.
 */
export function dayEvents(
  parts: readonly ProvenPart[],
  instrumentId: number,
  code: EventCode,
  storedGrid: () => PriceGrid | undefined,
): EventBatch {
  const kinds = parts.map(({ part }) => part.kind);
  if (parts.length > 0) checkEventKinds(parts[0]!.part.instrument, kinds);
  const gridOf = (part: PartRef): PriceGrid => knownGrid(part, code.instrumentOf(part.instrument) ?? storedGrid());
  const candles = parts.find(({ part }) => isCandleKind(part.kind));
  if (candles !== undefined) {
    const { part, columns } = candles;
    return candleBars(part, columns, gridOf(part), instrumentId, code.barEvents);
  }
  const ticks = parts.map(({ part, columns, manifest }) =>
    tickColumns(part.kind as TickKind, columns, manifest.sideSource, (orders) =>
      code.levelsOfOrders(orders, gridOf(part)),
    ),
  );
  return code.tickEvents(ticks, instrumentId);
}
