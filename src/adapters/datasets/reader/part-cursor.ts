// One part of the store, read row group by row group, as a row to look at and a way to append it to a batch.

import { LevelsOfOrders } from '../../../core/candles/levels-of-orders.ts';
import { barEvents, rowWriter } from '../../../core/market/day-events.ts';
import type { EventBatch } from '../../../core/market/event-batch.ts';
import { BOOK_MORE } from '../../../core/market/event-record.ts';
import type { PriceGrid } from '../../../core/market/instrument.ts';
import type { PartManifest } from '../manifest.ts';
import { type OpenPart, openPart } from '../parquet-part.ts';
import type { PartRef } from '../part-path.ts';
import { assertDescribed } from '../proven-part.ts';
import type { PartColumns } from '../row-buffer.ts';
import { isCandleKind } from '../schema.ts';
import type { TickKind } from './event-kinds.ts';
import { candleBars, knownGrid, tickColumns } from './part-events.ts';
import { PartFile } from './part-file.ts';
import type { StateBefore } from './state-before.ts';

const NO_TIMES = new Float64Array(0);

/** Where a cursor writes to. */
export interface CursorTarget {
  readonly batch: EventBatch;
  readonly instrumentId: number;
  /** Needed by candles and orders. */
  readonly grid: PriceGrid | undefined;
  /** Where quotes and book changes that are passed by are noted. */
  readonly before: StateBefore | undefined;
}

export class PartCursor {
  /** Row in the block that is loaded; the cursor is at its end when `row` is `rows` after `load`. */
  row = 0;
  rows = 0;
  /** By the clock that the events are merged by: the time received where the source has it. */
  times: Float64Array = NO_TIMES;
  /** Place among the events of the day; undefined for candles. */
  order: Float64Array | undefined;
  /** The row before this one was taken, and this one belongs to the same message. */
  isInMessage = false;
  /** Quotes and book changes: an event that is left out leaves a wrong picture behind. */
  readonly hasState: boolean;
  private readonly part: PartRef;
  private readonly manifest: PartManifest;
  private readonly target: CursorTarget;
  private file: PartFile | undefined;
  private open: OpenPart | undefined;
  private group = 0;
  private levels: LevelsOfOrders | undefined;
  /** Of book changes. */
  private flags: Float64Array | undefined;
  private push: (row: number) => void = () => undefined;
  private note: ((row: number) => void) | undefined;

  constructor(part: PartRef, manifest: PartManifest, target: CursorTarget) {
    this.part = part;
    this.manifest = manifest;
    this.target = target;
    this.hasState = part.kind !== 'trades' && !isCandleKind(part.kind);
  }

  /** The time of the present row, microseconds UTC. */
  get timeUs(): number {
    return this.times[this.row]!;
  }

  /** Loads the next row group; false when there is none. UserErrors: `part-corrupt`, `adjusted-series`, `bad-option`. */
  async load(): Promise<boolean> {
    for (;;) {
      this.open ??= await this.opened();
      const { groupStarts, rows, names } = this.open;
      const from = groupStarts[this.group];
      if (from === undefined) {
        this.close();
        return false;
      }
      this.row = 0;
      this.show(await this.open.read(from, groupStarts[++this.group] ?? rows, names));
      // orders that change no level make no row
      if (this.rows > 0) return true;
    }
  }

  /** Appends the present row and goes to the next. */
  take(): void {
    const { row, flags } = this;
    this.push(row);
    this.isInMessage = flags !== undefined && (flags[row]! & BOOK_MORE) !== 0;
    this.row = row + 1;
  }

  /** Leaves the present row out: it came too early, and what it says of book and quotes is kept in mind. */
  passEarly(): void {
    this.note?.(this.row);
    this.row++;
  }

  /** Leaves the present row out: it comes too late. */
  passLate(): void {
    this.isInMessage = false;
    this.row++;
  }

  /** Lets go of the file and of all rows. */
  close(): void {
    this.file?.close();
    this.row = 0;
    this.rows = 0;
    this.times = NO_TIMES;
    this.order = undefined;
    this.flags = undefined;
    this.push = () => undefined;
    this.note = undefined;
  }

  /** All bytes are proven before the first row is seen. */
  private async opened(): Promise<OpenPart> {
    const { part, manifest } = this;
    this.file = new PartFile(part.path);
    assertDescribed(part, manifest, 'sha256', this.file.sha256());
    const open = await openPart(part.kind, this.file, part.path);
    assertDescribed(part, manifest, 'rows', open.rows);
    return open;
  }

  private show(columns: PartColumns): void {
    if (isCandleKind(this.part.kind)) this.showCandles(columns);
    else this.showTicks(columns);
  }

  private showTicks(columns: PartColumns): void {
    const { batch, instrumentId, before } = this.target;
    const ticks = tickColumns(this.part.kind as TickKind, columns, this.manifest.sideSource, (orders) =>
      this.levelsOf(orders),
    );
    const { time_us, received_us, order, flags } = ticks.columns;
    this.rows = time_us!.length;
    this.times = received_us ?? time_us!;
    this.order = order!;
    this.flags = ticks.kind === 'levels' ? flags : undefined;
    this.push = rowWriter(batch, instrumentId, ticks);
    if (before === undefined || !this.hasState) return;
    const write = rowWriter(before.record, instrumentId, ticks);
    this.note = (row) => {
      before.record.clear();
      write(row);
      before.note();
    };
  }

  /** The book of the orders lives as long as the cursor. */
  private levelsOf(orders: PartColumns): PartColumns {
    this.levels ??= new LevelsOfOrders(knownGrid(this.part, this.target.grid));
    return this.levels.convert(orders);
  }

  /** A bar may need two records, its flow and itself: both are made first and copied row by row. */
  private showCandles(columns: PartColumns): void {
    const { batch, instrumentId, grid } = this.target;
    const bars = candleBars(this.part, columns, knownGrid(this.part, grid), instrumentId, barEvents);
    this.times = columns.close_time_us!;
    this.rows = this.times.length;
    const perRow = bars.length / this.rows;
    this.push = (row) => {
      for (let k = 0; k < perRow; k++) batch.pushFrom(bars, row * perRow + k);
    };
  }
}
