// One instrument over a span of days in; the row that comes next, day after day, out.

import type { EventBatch } from '../../../core/market/event-batch.ts';
import { storedTerms } from '../instruments/instrument-file.ts';
import type { PartManifest } from '../manifest.ts';
import { type PartRef, partRef } from '../part-path.ts';
import type { PartKind } from '../schema.ts';
import type { DatasetStore } from '../store.ts';
import { isJudged } from '../usable-part.ts';
import { PartCursor } from './part-cursor.ts';
import type { StateBefore } from './state-before.ts';

/** The parts of one day of a series; at least one kind. */
export interface SeriesDay {
  readonly day: string;
  readonly contract: string;
  readonly kinds: readonly PartKind[];
}

export interface SeriesTarget {
  readonly batch: EventBatch;
  readonly instrumentId: number;
  readonly before: StateBefore | undefined;
  /** Told of every part before it is read. */
  readonly onPart: ((manifest: PartManifest) => void) | undefined;
}

export class SeriesStream {
  readonly instrumentId: number;
  /** What was said of book and quotes in rows that were passed by; undefined where none are. */
  readonly before: StateBefore | undefined;
  private readonly store: DatasetStore;
  private readonly days: readonly SeriesDay[];
  private readonly target: SeriesTarget;
  private cursors: readonly PartCursor[] = [];
  private next = 0;

  /** Days ascend. */
  constructor(store: DatasetStore, days: readonly SeriesDay[], target: SeriesTarget) {
    this.store = store;
    this.days = days;
    this.target = target;
    this.instrumentId = target.instrumentId;
    this.before = target.before;
  }

  /** Loads what the next row may stand in; false when there is no row left. UserErrors as of `readEvents`. */
  async load(): Promise<boolean> {
    for (;;) {
      let isLeft = false;
      for (const cursor of this.cursors) {
        if (cursor.row < cursor.rows || (await cursor.load())) isLeft = true;
      }
      if (isLeft) return true;
      const day = this.days[this.next];
      if (day === undefined) return false;
      await this.turnTo(day);
    }
  }

  /** Of the rows that are loaded the first in the order of the source; undefined when there is none. */
  first(): PartCursor | undefined {
    let best: PartCursor | undefined;
    let lowest = Number.POSITIVE_INFINITY;
    for (const cursor of this.cursors) {
      if (cursor.row >= cursor.rows) continue;
      const order = cursor.order === undefined ? cursor.row : cursor.order[cursor.row]!;
      if (best === undefined || order < lowest) {
        best = cursor;
        lowest = order;
      }
    }
    return best;
  }

  close(): void {
    for (const cursor of this.cursors) cursor.close();
    this.cursors = [];
  }

  private async turnTo({ day, contract, kinds }: SeriesDay): Promise<void> {
    this.close();
    const { store, target, before, days } = this;
    if (days[this.next - 1]?.contract !== contract) before?.forget();
    this.next += 1;
    const grid = storedTerms(store.root, contract);
    const cursors: PartCursor[] = [];
    for (const kind of kinds) {
      const part = partRef(store.root, contract, kind, day);
      const manifest = await usable(store, part);
      target.onPart?.(manifest);
      cursors.push(new PartCursor(part, manifest, { ...target, grid }));
    }
    this.cursors = cursors;
  }
}

/** A part that the present rules have not judged is judged now, which needs all of its rows at once. */
async function usable(store: DatasetStore, part: PartRef): Promise<PartManifest> {
  const manifest = store.usableManifest(part);
  return isJudged(manifest) ? manifest : (await store.readProven(part)).manifest;
}
