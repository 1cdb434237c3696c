// The segments of one contract and day in; parts of the dataset store and a report out. Doing it again changes nothing.

import { createHash } from 'node:crypto';
import type { BookSource } from '../../adapters/datasets/manifest.ts';
import { isPresent, partRef } from '../../adapters/datasets/part-path.ts';
import type { PartColumns } from '../../adapters/datasets/row-buffer.ts';
import { judgeSeries } from '../../adapters/datasets/series-judgement.ts';
import type { CommittedPart } from '../../adapters/datasets/staged-part.ts';
import type { DatasetStore, DayPart } from '../../adapters/datasets/store.ts';
import { toDayNumber } from '../../core/market/civil-day.ts';
import { utcUsOf } from '../../core/market/civil-time.ts';
import type { Provenance } from '../../core/market/provenance.ts';
import { parseSymbol } from '../../core/market/symbol.ts';
import { listSegments, type RecordedDay, type Stream } from './capture-folder.ts';
import type { CaptureCounts, CapturedPart, CaptureReport } from './capture-report.ts';
import { readMarker, segmentsDigest, writeMarker } from './compaction-marker.ts';
import { mergeBackfill, placesAmongAll } from './merge-backfill.ts';
import { REMOVAL_ROW } from './numbered-rows.ts';
import { readStream, StreamReading, weakest } from './read-stream.ts';
import { SessionNotes } from './session-notes.ts';
import { settleTrades } from './settle-trades.ts';
import { type RecordedKind, StreamRows } from './stream-rows.ts';

/** What the sources of a part that was recorded here are called. */
export const CAPTURE_FORMAT = 'profitdll-capture';
const BOOKS: Readonly<Record<RecordedKind, BookSource>> = {
  trades: 'none',
  quotes: 'bestQuotes',
  levels: 'levels',
  orders: 'orders',
};

export interface CompactOptions {
  readonly store: DatasetStore;
  /** Also where the same segments were compacted before. */
  readonly again?: boolean;
}

/**
 * UserErrors: `part-exists` where the store has rows of another source that contradict these; `provenance-stronger`,
 * `store-busy`, `store-unwritable`. The segments stay in any case.
 */
export async function compactDay(recorded: RecordedDay, options: CompactOptions): Promise<CaptureReport> {
  const segments = listSegments(recorded.folder).filter(({ end }) => end !== 'open');
  const digest = segmentsDigest(segments);
  const done = readMarker(recorded.folder);
  if (done?.segments === digest && options.again !== true) return done.report;
  const day = readDay(recorded);
  const parts = await storeDay(options.store, recorded, day);
  const report: CaptureReport = {
    contract: recorded.contract,
    day: recorded.day,
    parts,
    recordings: new Set(segments.map(({ generation }) => generation)).size,
    gaps: day.notes.gaps,
    clockChanges: day.notes.clockChanges,
    backfilledTrades: day.backfilled,
    otherDayRows: day.otherDayRows,
    faults: day.faults,
    counts: countsOf(day),
  };
  writeMarker(recorded.folder, { segments: digest, report });
  return report;
}

interface ReadDay {
  readonly parts: readonly { readonly kind: RecordedKind; readonly columns: PartColumns }[];
  readonly notes: SessionNotes;
  readonly sha256: string;
  readonly provenance: Provenance;
  readonly backfilled: number;
  readonly otherDayRows: number;
  readonly damagedGroups: number;
  readonly faults: readonly string[];
}

function readDay({ folder, day }: RecordedDay): ReadDay {
  const segments = listSegments(folder).filter(({ end }) => end !== 'open');
  const dayNumber = toDayNumber(day);
  const [startUs, endUs] = [utcUsOf(dayNumber, 0), utcUsOf(dayNumber + 1, 0)];
  const readings = new Map<Stream, StreamReading>();
  const batchesOf = function* (stream: Stream) {
    const reading = new StreamReading();
    readings.set(stream, reading);
    yield* readStream(
      segments.filter((segment) => segment.stream === stream),
      reading,
    );
  };
  const notes = new SessionNotes();
  const rowsOf = (stream: Stream, kind: RecordedKind): StreamRows => {
    const rows = new StreamRows(kind, startUs, endUs);
    for (const batch of batchesOf(stream)) {
      rows.take(batch);
      notes.takeEvents(batch);
    }
    return rows;
  };
  for (const batch of batchesOf('session')) notes.take(batch);
  const trades = rowsOf('trades', 'trades');
  const history = rowsOf('backfill', 'trades');
  const others = (['quotes', 'levels', 'orders'] as const).map((kind) => rowsOf(kind, kind));
  const tape = mergeBackfill(trades.numbered(), history.numbered());
  const settled = settleTrades(tape);
  const places = placesAmongAll([settled.seqs, ...others.map(({ seqs }) => seqs)]);
  const all = [
    { kind: 'trades' as const, columns: { ...withoutEmptyCorrections(settled.columns), order: places[0]! } },
    ...others.map((rows, index) => ({
      kind: rows.kind,
      columns: { ...rows.numbered().columns, order: places[index + 1]! },
    })),
  ];
  const read = [...readings.values()];
  return {
    parts: all.filter(({ columns }) => columns.order.length > 0),
    notes,
    sha256: createHash('sha256')
      .update(read.map(({ hash }) => hash.digest('hex')).join())
      .digest('hex'),
    provenance: read.map(({ provenance }) => provenance).reduce(weakest, undefined) ?? 'synthetic',
    backfilled: tape.added,
    otherDayRows: [trades, history, ...others].reduce((sum, { otherDayRows }) => sum + otherDayRows, 0),
    damagedGroups: read.reduce((sum, { damagedGroups }) => sum + damagedGroups, 0),
    faults: read.flatMap(({ faults }) => faults.map(({ reason }) => reason)),
  };
}

/** A day without corrections has no column that says so of each trade. */
function withoutEmptyCorrections(trades: PartColumns): PartColumns {
  const { correction, ...rest } = trades;
  return correction?.some((value) => value !== 0) === true ? trades : rest;
}

async function storeDay(store: DatasetStore, { contract, day }: RecordedDay, read: ReadDay): Promise<CapturedPart[]> {
  if (read.parts.length === 0) return [];
  const { notes } = read;
  const source = { file: `capture-${contract}-${day}`, sha256: read.sha256, format: CAPTURE_FORMAT };
  const lost = notes.gaps.reduce((sum, { lostRecords }) => sum + (lostRecords ?? 0), 0);
  const about = {
    instrument: contract,
    day,
    sources: [source],
    provenance: read.provenance,
    sideSource: 'feed',
    adjusted: 'none',
    parameters: {
      gaps: notes.gaps.length,
      lostEvents: lost,
      clockChanges: notes.clockChanges,
      backfilledTrades: read.backfilled,
      otherDayRows: read.otherDayRows,
      damagedGroups: read.damagedGroups,
    },
  } as const;
  const parts: DayPart[] = read.parts.map(({ kind, columns }) => ({
    ...about,
    kind,
    columns,
    bookSource: BOOKS[kind],
  }));
  const committed = await store.writeParts(parts, { replace: isOurs(store, contract, day) });
  await judgeSeries(store, { instruments: [parseSymbol(contract)?.root ?? contract] });
  return committed.map((each) => capturedPart(store, each));
}

/** More of a day that was recorded here takes the place of less of it; what came from elsewhere is merged with, or refuses. */
function isOurs(store: DatasetStore, contract: string, day: string): boolean {
  const there = store
    .kinds(contract)
    .map((kind) => partRef(store.root, contract, kind, day))
    .filter((part) => part.kind in BOOKS && isPresent(part));
  return there.every((part) => store.manifest(part).sources.every(({ format }) => format === CAPTURE_FORMAT));
}

function capturedPart(store: DatasetStore, { part, change }: CommittedPart): CapturedPart {
  // rules over many days may have refused it after it was committed
  const { rows, sha256, quality } = store.manifest(part);
  const findings = [...(quality?.findings ?? []), ...(quality?.series ?? [])]
    .filter(({ severity }) => severity !== 'note')
    .map(({ severity, rule, detail }) => `${severity} ${rule}: ${detail}`);
  return { kind: part.kind as RecordedKind, rows, sha256, change, verdict: quality?.verdict ?? 'unchecked', findings };
}

function countsOf({ parts, notes }: ReadDay): CaptureCounts | undefined {
  const trades = parts.find(({ kind }) => kind === 'trades')?.columns;
  if (trades === undefined) return undefined;
  const { quantity, correction } = trades;
  const stored = { trades: 0, quantity: 0 };
  for (let row = 0; row < quantity!.length; row++) {
    const sign = correction?.[row] === REMOVAL_ROW ? -1 : 1;
    stored.trades += sign;
    stored.quantity += sign * quantity![row]!;
  }
  return { stored, daily: notes.daily };
}
