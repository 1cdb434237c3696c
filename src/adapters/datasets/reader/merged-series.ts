// Several series in; their rows in one order of time out, from an instant with what was known at it to another one.

import type { EventBatch } from '../../../core/market/event-batch.ts';
import type { PartCursor } from './part-cursor.ts';
import type { SeriesStream } from './series-stream.ts';

/** Microseconds UTC; rows at the first instant count, rows at the second do not. */
export interface TimeSpan {
  readonly fromUs?: number | undefined;
  readonly toUs?: number | undefined;
}

export class MergedSeries {
  private readonly series: readonly SeriesStream[];
  private readonly fromUs: number;
  private readonly toUs: number;
  /** The stream has come to `fromUs`: what was known there has been told. */
  private isOpen: boolean;

  constructor(series: readonly SeriesStream[], { fromUs, toUs }: TimeSpan) {
    this.series = series;
    this.fromUs = fromUs ?? Number.NEGATIVE_INFINITY;
    this.toUs = toUs ?? Number.POSITIVE_INFINITY;
    this.isOpen = fromUs === undefined;
  }

  /** Appends until the batch has `limit` records (true) or no series has more (false). */
  async fill(batch: EventBatch, limit: number): Promise<boolean> {
    while (await this.loadAll()) {
      if (this.takeLoaded(batch, limit)) return true;
    }
    if (!this.isOpen) this.begin(batch);
    return false;
  }

  close(): void {
    for (const series of this.series) series.close();
  }

  /** False when no series has a row left. */
  private async loadAll(): Promise<boolean> {
    let isLeft = false;
    for (const series of this.series) if (await series.load()) isLeft = true;
    return isLeft;
  }

  /** Takes rows until the batch is full (true) or one cursor has to load (false). Allocates nothing. */
  private takeLoaded(batch: EventBatch, limit: number): boolean {
    const { fromUs, toUs } = this;
    for (;;) {
      const next = this.earliest();
      if (next === undefined) return false;
      const timeUs = next.timeUs;
      if (timeUs >= fromUs && !this.isOpen) this.begin(batch);
      // a source may go back in time: a change of the book is told late rather than never
      if (timeUs < fromUs && !(this.isOpen && next.hasState)) next.passEarly();
      else if (timeUs < toUs || next.isInMessage) next.take();
      else next.passLate();
      if (batch.length >= limit) return true;
      if (next.row === next.rows) return false;
    }
  }

  private begin(batch: EventBatch): void {
    this.isOpen = true;
    if (this.fromUs >= this.toUs) return;
    for (const { before, instrumentId } of this.series) before?.pushTo(batch, instrumentId, this.fromUs);
  }

  private earliest(): PartCursor | undefined {
    let best: PartCursor | undefined;
    let bestUs = Number.POSITIVE_INFINITY;
    for (const series of this.series) {
      const first = series.first();
      if (first !== undefined && first.timeUs < bestUs) {
        best = first;
        bestUs = first.timeUs;
      }
    }
    return best;
  }
}
