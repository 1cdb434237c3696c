// Columns of order messages in, whole or in pieces as they are read; columns of price-level changes out, as the level book takes them.

import type { DayColumns } from '../market/day-events.ts';
import type { PriceGrid } from '../market/instrument.ts';
import { priceAt } from '../market/price-grid.ts';
import { OrdersToLevels } from './orders-to-levels.ts';

const NAMES = ['time_us', 'order', 'flags', 'price', 'quantity', 'orders', 'received_us'] as const;
const FIRST_ROWS = 4096;

export class LevelsOfOrders {
  private readonly grid: PriceGrid;
  private readonly levels = new OrdersToLevels();
  private out: Float64Array[] = NAMES.map(() => new Float64Array(FIRST_ROWS));
  private rows = 0;

  constructor(grid: PriceGrid) {
    this.grid = grid;
  }

  /** The changes that the next messages make, each with the time and place of the message that ended its event. */
  convert(columns: DayColumns): DayColumns {
    const { time_us, order, action, flags, order_id, price, quantity, received_us } = columns;
    this.rows = 0;
    for (let row = 0; row < time_us!.length; row++) {
      const ticks = this.ticksOf(price![row]!);
      const changed = this.levels.apply(action![row]!, flags![row]!, order_id![row]!, ticks, quantity![row]!);
      for (let at = 0; at < changed; at++) this.push(at, time_us![row]!, order![row]!, received_us?.[row] ?? 0);
    }
    const told = received_us === undefined ? NAMES.slice(0, -1) : NAMES;
    return Object.fromEntries(told.map((name, at) => [name, this.out[at]!.slice(0, this.rows)]));
  }

  private push(at: number, timeUs: number, order: number, receivedUs: number): void {
    const { flags, ticks, quantities, orders } = this.levels.changes;
    if (this.rows === this.out[0]!.length) this.grow();
    const { out, rows } = this;
    out[0]![rows] = timeUs;
    out[1]![rows] = order;
    out[2]![rows] = flags[at]!;
    out[3]![rows] = priceAt(this.grid, ticks[at]!);
    out[4]![rows] = quantities[at]!;
    out[5]![rows] = orders[at]!;
    out[6]![rows] = receivedUs;
    this.rows++;
  }

  /** A price off the grid is told by the quality gate; here it stands at the nearest tick. */
  private ticksOf(price: number): number {
    const { tick, ticksPerUnit } = this.grid;
    return Math.round(ticksPerUnit === undefined ? price / tick : price * ticksPerUnit);
  }

  private grow(): void {
    this.out = this.out.map((column) => {
      const larger = new Float64Array(column.length * 2);
      larger.set(column);
      return larger;
    });
  }
}

/** All changes of a whole part at once. */
export function levelsOfOrders(columns: DayColumns, grid: PriceGrid): DayColumns {
  return new LevelsOfOrders(grid).convert(columns);
}
