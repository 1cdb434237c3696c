// One part of the store, read row group by row group, as a row to look at and a way to append it to a batch.

import { readFileSync } from 'node:fs';
import { LevelsOfOrders } from '../../../core/candles/levels-of-orders.ts';
import { barEvents, rowWriter } from '../../../core/market/day-events.ts';
import type { EventBatch } from '../../../core/market/event-batch.ts';
import type { PriceGrid } from '../../../core/market/instrument.ts';
import { UserError } from '../../user-error.ts';
import { withKnownSides } from '../known-sides.ts';
import type { PartManifest } from '../manifest.ts';
import { type OpenPart, openPart } from '../parquet-part.ts';
import type { PartRef } from '../part-path.ts';
import { assertWhole } from '../proven-part.ts';
import type { PartColumns } from '../row-buffer.ts';
import { isCandleKind, type PartKind } from '../schema.ts';

/** Kinds that the engine has events for. */
export type EventKind = Extract<PartKind, 'trades' | 'quotes' | 'levels' | 'orders'>;

const NO_COLUMNS: PartColumns = {};
const NO_TIMES = new Float64Array(0);

/** Where a cursor writes to. */
export interface CursorTarget {
  readonly batch: EventBatch;
  readonly instrumentId: number;
  /** Needed by candles and orders. */
  readonly grid: PriceGrid | undefined;
}

export class PartCursor {
  /** Row in the block that is loaded; the cursor is at its end when `row` is `rows` after `load`. */
  row = 0;
  rows = 0;
  /** By the clock that the events are merged by: the time received where the source has it. */
  times: Float64Array = NO_TIMES;
  /** Place among the events of the day; undefined for candles. */
  order: Float64Array | undefined;
  private readonly part: PartRef;
  private readonly manifest: PartManifest;
  private readonly target: CursorTarget;
  private open: OpenPart | undefined;
  private group = 0;
  private levels: LevelsOfOrders | undefined;
  private push: (row: number) => void = () => undefined;

  constructor(part: PartRef, manifest: PartManifest, target: CursorTarget) {
    this.part = part;
    this.manifest = manifest;
    this.target = target;
  }

  /** The time of the present row, microseconds UTC. */
  get timeUs(): number {
    return this.times[this.row]!;
  }

  /** Loads the next row group; false when there is none. UserErrors: `part-corrupt`, `adjusted-series`. */
  async load(): Promise<boolean> {
    this.open ??= this.opened();
    const { groupStarts, rows, names } = this.open;
    const from = groupStarts[this.group];
    if (from === undefined) {
      this.forget();
      return false;
    }
    const to = groupStarts[++this.group] ?? rows;
    const columns = await this.open.read(from, to, names);
    this.row = 0;
    this.rows = to - from;
    if (isCandleKind(this.part.kind)) this.loadCandles(columns);
    else this.loadTicks(columns);
    // orders that change no level make no row
    return this.rows > 0 || this.load();
  }

  /** Appends the present row and goes to the next. */
  take(): void {
    this.push(this.row);
    this.row++;
  }

  private opened(): OpenPart {
    const bytes = readFileSync(this.part.path);
    assertWhole(this.part, this.manifest, bytes);
    return openPart(this.part.kind, bytes, this.part.path);
  }

  private loadTicks(columns: PartColumns): void {
    const kind = this.part.kind as EventKind;
    const told = kind === 'orders' ? this.levelsOf(columns) : withKnownSides(kind, columns, this.manifest.sideSource);
    this.rows = told.time_us!.length;
    this.times = told.received_us ?? told.time_us!;
    this.order = told.order!;
    const part = { kind: kind === 'orders' ? 'levels' : kind, columns: told } as const;
    this.push = rowWriter(this.target.batch, this.target.instrumentId, part);
  }

  private levelsOf(columns: PartColumns): PartColumns {
    const { grid } = this.target;
    if (grid === undefined) throw this.notTraded(undefined);
    this.levels ??= new LevelsOfOrders(grid);
    return this.levels.convert(columns);
  }

  /** A bar may need two records, its flow and itself: both are made first and copied row by row. */
  private loadCandles(columns: PartColumns): void {
    const { batch, instrumentId, grid } = this.target;
    const bars = grid === undefined ? undefined : barEvents(columns, grid, instrumentId);
    if (bars?.kind !== 'events') throw this.notTraded(bars?.price);
    const perRow = bars.events.length / this.rows;
    this.times = columns.close_time_us!;
    this.push = (row) => {
      for (let k = 0; k < perRow; k++) batch.pushFrom(bars.events, row * perRow + k);
    };
  }

  private forget(): void {
    this.row = 0;
    this.rows = 0;
    this.times = NO_TIMES;
    this.order = NO_COLUMNS.order;
  }

  private notTraded(price: number | undefined): UserError {
    const { instrument, kind, day } = this.part;
    const why =
      price === undefined ? 'the tick of the instrument is not known' : `the price ${price} is not on the tick grid`;
    return new UserError({
      code: 'adjusted-series',
      message: `${instrument} ${kind} of ${day} cannot become events: ${why}`,
      file: this.part.path,
      field: 'price',
      fix: 'Read the dated contract (WDOU25), or restore it from the adjusted series: qt series restore',
    });
  }
}
