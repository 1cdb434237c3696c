// Instruments, kinds and a span of time in; one stream of event batches in the order of time received out, in constant memory.

import { EventBatch } from '../../../core/market/event-batch.ts';
import { UserError } from '../../user-error.ts';
import type { PartManifest } from '../manifest.ts';
import { isPresent, partRef } from '../part-path.ts';
import type { PartKind } from '../schema.ts';
import type { DatasetStore } from '../store.ts';
import { checkEventKinds } from './event-kinds.ts';
import { MergedSeries } from './merged-series.ts';
import { seriesDays } from './series-days.ts';
import { type SeriesDay, SeriesStream } from './series-stream.ts';
import { StateBefore } from './state-before.ts';

export interface ReadSeries {
  /** A root or continuous name (the contract of each day), a dated contract, or any other instrument of the store. */
  readonly instrument: string;
  /** Stands in the records. */
  readonly instrumentId: number;
  /**
   * Those of them that a day has; a day with none is left out. The finest of each day when absent: trades with quotes and
   * levels (or orders), else candles of the shortest interval.
   */
  readonly kinds?: readonly PartKind[] | undefined;
}

export interface ReadRequest {
  readonly series: readonly ReadSeries[];
  /** Local days of each instrument, both included. */
  readonly from: string;
  readonly to: string;
  /**
   * Microseconds UTC: rows received before it are left out. What they said of book and quotes opens the stream, received at
   * `fromUs`: for each series the last quote, then the book as one message (BOOK_CLEAR and every level).
   */
  readonly fromUs?: number | undefined;
  /** Microseconds UTC: rows received at or after it are left out, but for the rest of a message of book changes. */
  readonly toUs?: number | undefined;
  /** Records of a batch at least, but for the last. */
  readonly batchRecords?: number | undefined;
  /** Told of every part before it is read. */
  readonly onPart?: ((manifest: PartManifest) => void) | undefined;
}

const BATCH_RECORDS = 65_536;

/**
 * The batch is one and the same object, filled anew each time: use it before asking for the next. The series are merged by
 * time received over all days, whatever their time zones; equal times keep the order of `series`. Within a series nothing
 * is put in another order: day follows day, and ticks keep the order of their source. At most one row group of each part of
 * a day is in memory. UserErrors: `part-missing` when there is nothing at all, `part-refused`, `part-corrupt`,
 * `adjusted-series`, and `bad-option` for kinds that cannot be one stream or need a tick that is not known.
 */
export async function* readEvents(store: DatasetStore, request: ReadRequest): AsyncGenerator<EventBatch, void> {
  const limit = request.batchRecords ?? BATCH_RECORDS;
  const batch = new EventBatch(limit + 2);
  const merged = new MergedSeries(streamsOf(store, request, batch), request);
  try {
    while (await merged.fill(batch, limit)) {
      yield batch;
      batch.clear();
    }
    if (batch.length > 0) yield batch;
  } finally {
    merged.close();
  }
}

function streamsOf(store: DatasetStore, request: ReadRequest, batch: EventBatch): readonly SeriesStream[] {
  const { series, fromUs, onPart } = request;
  const days = series.map((each) => daysOf(store, each, request));
  if (days.every(({ length }) => length === 0)) throw nothingThere(request);
  return series.map(({ instrumentId }, index) => {
    const before = fromUs === undefined ? undefined : new StateBefore();
    return new SeriesStream(store, days[index]!, { batch, instrumentId, before, onPart });
  });
}

function daysOf(store: DatasetStore, series: ReadSeries, { from, to }: ReadRequest): readonly SeriesDay[] {
  const { instrument, kinds } = series;
  if (kinds !== undefined) checkEventKinds(instrument, kinds);
  const days: SeriesDay[] = [];
  for (const { day, contract } of seriesDays(store, instrument, from, to)) {
    const isThere = (kind: PartKind): boolean => isPresent(partRef(store.root, contract, kind, day));
    const hasEvents = store.kinds(contract).some((kind) => kind !== 'lasts' && isThere(kind));
    const present = kinds?.filter(isThere) ?? (hasEvents ? store.finestKinds(contract, day) : []);
    if (present.length > 0) days.push({ day, contract, kinds: present });
  }
  return days;
}

function nothingThere({ series, from, to }: ReadRequest): UserError {
  return new UserError({
    code: 'part-missing',
    message: `The store has no events of ${series.map(({ instrument }) => instrument).join(', ')} from ${from} to ${to}`,
    field: 'from',
    fix: 'qt datasets list shows what is there',
  });
}
