// What the host is told of one contract on one day in; the streams of that recording out, under one numbering.

import { mkdirSync } from 'node:fs';
import type { SessionInfo } from '../../adapters/journal/event-log-format.ts';
import type { Gap } from '../../core/account/account-event.ts';
import { assert } from '../../core/assert.ts';
import type { EventBatch, PayloadEvent } from '../../core/market/event-batch.ts';
import { Kind } from '../../core/market/event-record.ts';
import { dayFolder, firstSeqOf, nextGeneration, STREAMS, type Stream } from './capture-folder.ts';
import type { SegmentDisk } from './segment-disk.ts';
import { SegmentWriter } from './segment-writer.ts';

const MIB = 2 ** 20;
const SESSION_KINDS: ReadonlySet<number> = new Set([
  ...[Kind.phaseChange, Kind.dailySummary, Kind.theoreticalPrice, Kind.priceLimits],
]);

/** Free space below which a stream rests: the book stops long before the trades do. */
export const RESERVE_BYTES: Readonly<Record<Stream, number>> = {
  orders: 768 * MIB,
  levels: 512 * MIB,
  quotes: 256 * MIB,
  trades: 64 * MIB,
  backfill: 64 * MIB,
  session: 32 * MIB,
};

export interface ContractRecordingOptions {
  readonly root: string;
  readonly contract: string;
  /** Local date, `2025-08-05`. */
  readonly day: string;
  /** Stands in every segment, so that one that is found alone explains itself. */
  readonly info: SessionInfo;
  readonly disk: SegmentDisk;
  readonly reserveBytes: Readonly<Record<Stream, number>>;
  readonly nowUs: () => number;
  readonly onStopped: (contract: string, stream: Stream, reason: string) => void;
  readonly onResumed: (contract: string, stream: Stream, lostRecords: number) => void;
}

export interface StreamStatus {
  readonly stream: Stream;
  readonly records: number;
  readonly lost: number;
  readonly bytes: number;
  readonly stopped: string | undefined;
}

/** The first recording of a day has generation 1; a higher one tells that an earlier one was ended. */
export class ContractRecording {
  readonly contract: string;
  readonly day: string;
  readonly folder: string;
  readonly generation: number;
  private readonly streams: Readonly<Record<Stream, SegmentWriter>>;
  private readonly nowUs: () => number;
  private seq: number;

  constructor(options: ContractRecordingOptions) {
    const { root, contract, day, disk, reserveBytes, nowUs } = options;
    this.contract = contract;
    this.nowUs = nowUs;
    this.day = day;
    this.folder = dayFolder(root, contract, day);
    mkdirSync(this.folder, { recursive: true });
    this.generation = nextGeneration(this.folder);
    this.seq = firstSeqOf(this.generation);
    const info = { ...options.info, format: 'capture', contract, day, generation: this.generation };
    const writerOf = (stream: Stream): SegmentWriter =>
      new SegmentWriter({
        folder: this.folder,
        generation: this.generation,
        reserveBytes: reserveBytes[stream],
        nextSeq: () => this.seq++,
        onStopped: (which, reason) => options.onStopped(contract, which, reason),
        onResumed: (which, lost) => options.onResumed(contract, which, lost),
        ...{ stream, info, disk, nowUs },
      });
    this.streams = Object.fromEntries(STREAMS.map((stream) => [stream, writerOf(stream)])) as Record<
      Stream,
      SegmentWriter
    >;
  }

  /** Takes a copy of a record; of kinds that are no market event nothing. */
  append(batch: EventBatch, index: number, isBackfill: boolean): void {
    const stream = streamOf(batch.kindAt(index), isBackfill);
    if (stream !== undefined) this.streams[stream].append(batch, index, this.seq++);
  }

  /** A record of `orders`: see order-record.ts. */
  appendOrder(batch: EventBatch, index: number): void {
    this.streams.orders.append(batch, index, this.seq++);
  }

  note(event: PayloadEvent, timeUs: number): void {
    this.streams.session.note(event, timeUs, this.seq++);
  }

  beat(nowMs: number): void {
    for (const stream of STREAMS) this.streams[stream].beat(nowMs);
  }

  async flush(): Promise<void> {
    await Promise.all(STREAMS.map((stream) => this.streams[stream].flush()));
  }

  /** What is stopped at the end is told with what it has cost. */
  async close(): Promise<void> {
    const others = STREAMS.filter((stream) => stream !== 'session');
    await Promise.all(others.map((stream) => this.streams[stream].close()));
    for (const stream of others) {
      const { stopped, unresumedLost } = this.streams[stream];
      if (stopped === undefined || unresumedLost === 0) continue;
      const reason = `recording of ${stream} did not go on: ${stopped}`;
      const gap: Gap = { kind: 'gap', lostRecords: unresumedLost, reason };
      this.note(gap, this.nowUs());
    }
    await this.streams.session.close();
  }

  status(): readonly StreamStatus[] {
    return STREAMS.map((stream) => {
      const { taken, lost, bytesWritten, stopped } = this.streams[stream];
      return { stream, records: taken, lost, bytes: bytesWritten, stopped };
    });
  }
}

function streamOf(kind: number, isBackfill: boolean): Stream | undefined {
  if (kind === Kind.trade || kind === Kind.tradeCorrection) return isBackfill ? 'backfill' : 'trades';
  assert(!isBackfill, `history brings trades, not events of kind ${kind}`);
  if (kind === Kind.quote) return 'quotes';
  if (kind === Kind.bookChange) return 'levels';
  return SESSION_KINDS.has(kind) ? 'session' : undefined;
}
