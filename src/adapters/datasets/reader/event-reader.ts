// Instruments, kinds and a span of time in; one stream of event batches in the order of time received out, in constant memory.

import { EventBatch } from '../../../core/market/event-batch.ts';
import { UserError } from '../../user-error.ts';
import { storedTerms } from '../instruments/instrument-file.ts';
import type { PartManifest } from '../manifest.ts';
import { isPresent, partRef } from '../part-path.ts';
import { isCandleKind, type PartKind } from '../schema.ts';
import type { DatasetStore } from '../store.ts';
import { PartCursor } from './part-cursor.ts';
import { seriesDays } from './series-days.ts';

export interface ReadSeries {
  /** A root or continuous name (the contract of each day), a dated contract, or any other instrument of the store. */
  readonly instrument: string;
  /** Stands in the records. */
  readonly instrumentId: number;
  /** The finest of each day when absent: trades with quotes and levels, else candles of the shortest interval. */
  readonly kinds?: readonly PartKind[] | undefined;
}

export interface ReadRequest {
  readonly series: readonly ReadSeries[];
  /** Local days, both included. */
  readonly from: string;
  readonly to: string;
  /** Microseconds UTC: rows received before the first or at or after the second are left out. */
  readonly fromUs?: number | undefined;
  readonly toUs?: number | undefined;
  /** Records of a batch at least, but for the last. */
  readonly batchRecords?: number | undefined;
  /** Told of every part before it is read. */
  readonly onPart?: ((manifest: PartManifest) => void) | undefined;
}

const BATCH_RECORDS = 65_536;

/**
 * The batch is one and the same object, filled anew each time: use it before asking for the next. Equal times keep the
 * order of `series`; within an instrument ticks keep the order of their source. UserErrors: `bad-option`, `part-missing`
 * when there is nothing at all, `part-refused`, `part-corrupt`, `adjusted-series`.
 */
export async function* readEvents(store: DatasetStore, request: ReadRequest): AsyncGenerator<EventBatch> {
  const limit = request.batchRecords ?? BATCH_RECORDS;
  const batch = new EventBatch(limit + 2);
  const days = daysOf(store, request);
  if (days.size === 0) throw nothingThere(request);
  for (const day of [...days.keys()].sort()) {
    const instruments = days.get(day)!.map(({ parts, series }) => cursorsOf(store, parts, series, batch, request));
    const stream = new DayStream(instruments, request);
    while (await stream.fill(batch, limit)) {
      yield batch;
      batch.clear();
    }
  }
  if (batch.length > 0) yield batch;
}

interface DayParts {
  readonly series: ReadSeries;
  readonly parts: readonly { readonly contract: string; readonly day: string; readonly kind: PartKind }[];
}

/** By day, in the order of the series. */
function daysOf(store: DatasetStore, { series, from, to }: ReadRequest): ReadonlyMap<string, readonly DayParts[]> {
  const days = new Map<string, DayParts[]>();
  for (const each of series) {
    for (const { day, contract } of seriesDays(store, each.instrument, from, to)) {
      const kinds = each.kinds?.filter((kind) => isPresent(partRef(store.root, contract, kind, day)));
      const present = kinds ?? store.finestKinds(contract, day);
      checkKinds(contract, present);
      if (present.length === 0) continue;
      const parts = present.map((kind) => ({ contract, day, kind }));
      days.set(day, [...(days.get(day) ?? []), { series: each, parts }]);
    }
  }
  return days;
}

function checkKinds(contract: string, kinds: readonly PartKind[]): void {
  const wrong = kinds.find((kind) => kind === 'lasts');
  const isMixed = kinds.length > 1 && kinds.some(isCandleKind);
  if (wrong === undefined && !isMixed) return;
  throw new UserError({
    code: 'bad-option',
    message: isMixed
      ? `Candles and other kinds of ${contract} cannot be read as one stream: they tell the same trades twice`
      : `There are no events for the kind ${wrong} of ${contract}`,
    field: 'kinds',
    fix: 'Ask for trades, quotes, levels or orders, or for one kind of candles; read other kinds as columns or with qt sql',
  });
}

function cursorsOf(
  store: DatasetStore,
  parts: DayParts['parts'],
  { instrumentId }: ReadSeries,
  batch: EventBatch,
  { onPart }: ReadRequest,
): readonly PartCursor[] {
  return parts.map(({ contract, day, kind }) => {
    const part = partRef(store.root, contract, kind, day);
    const manifest = store.usableManifest(part);
    onPart?.(manifest);
    return new PartCursor(part, manifest, { batch, instrumentId, grid: storedTerms(store.root, contract) });
  });
}

/** The parts of one day, merged. */
class DayStream {
  private readonly instruments: readonly (readonly PartCursor[])[];
  private readonly fromUs: number;
  private readonly toUs: number;
  private ended = false;

  constructor(instruments: readonly (readonly PartCursor[])[], request: ReadRequest) {
    this.instruments = instruments;
    this.fromUs = request.fromUs ?? Number.NEGATIVE_INFINITY;
    this.toUs = request.toUs ?? Number.POSITIVE_INFINITY;
  }

  /** Appends until the batch has `limit` records (true) or the day has no more (false). */
  async fill(batch: EventBatch, limit: number): Promise<boolean> {
    while (!this.ended) {
      if (!(await this.loadAll())) {
        this.ended = true;
        return false;
      }
      if (this.takeLoaded(batch, limit)) return true;
    }
    return false;
  }

  /** False when no cursor has a row left. */
  private async loadAll(): Promise<boolean> {
    let isLeft = false;
    for (const cursors of this.instruments) {
      for (const cursor of cursors) {
        if (cursor.row < cursor.rows || (await cursor.load())) isLeft = true;
      }
    }
    return isLeft;
  }

  /** Takes rows until the batch is full (true) or one cursor has to load (false). Allocates nothing. */
  private takeLoaded(batch: EventBatch, limit: number): boolean {
    const { fromUs, toUs } = this;
    for (;;) {
      const next = this.earliest();
      if (next === undefined) return false;
      const timeUs = next.timeUs;
      if (timeUs >= fromUs && timeUs < toUs) next.take();
      else next.row++;
      if (batch.length >= limit) return true;
      if (next.row === next.rows) return false;
    }
  }

  private earliest(): PartCursor | undefined {
    let best: PartCursor | undefined;
    let bestUs = Number.POSITIVE_INFINITY;
    for (const cursors of this.instruments) {
      const first = firstOf(cursors);
      if (first !== undefined && first.timeUs < bestUs) {
        best = first;
        bestUs = first.timeUs;
      }
    }
    return best;
  }
}

/** By the order of the source. */
function firstOf(cursors: readonly PartCursor[]): PartCursor | undefined {
  let best: PartCursor | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  for (const cursor of cursors) {
    if (cursor.row >= cursor.rows) continue;
    const order = cursor.order === undefined ? cursor.row : cursor.order[cursor.row]!;
    if (best === undefined || order < lowest) {
      best = cursor;
      lowest = order;
    }
  }
  return best;
}

function nothingThere({ series, from, to }: ReadRequest): UserError {
  return new UserError({
    code: 'part-missing',
    message: `The store has nothing of ${series.map(({ instrument }) => instrument).join(', ')} from ${from} to ${to}`,
    field: 'from',
    fix: 'qt datasets list shows what is there',
  });
}
