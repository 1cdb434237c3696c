// The events of one stream of one contract and day in; segments on the disk out, written without anybody waiting for it.

import { encodeFileHeader, encodeGroupHeader, type SessionInfo } from '../../adapters/journal/event-log-format.ts';
import type { Gap } from '../../core/account/account-event.ts';
import type { EventBatch, PayloadEvent } from '../../core/market/event-batch.ts';
import { RECORD_BYTES } from '../../core/market/event-record.ts';
import { type SegmentEnd, type Stream, segmentPath } from './capture-folder.ts';
import type { SegmentDisk, SegmentFile } from './segment-disk.ts';
import { SegmentGroup, type TakenGroup } from './segment-group.ts';

/** A segment is closed, and so safe as a file of its own, when it has so many bytes or is so old. */
const SEGMENT_BYTES_MAX = 32 * 1024 * 1024;
const SEGMENT_AGE_MS = 30 * 60_000;
const SYNC_EVERY_MS = 1000;
const RETRY_EVERY_MS = 5000;
/** What may wait for a slow disk; beyond it the stream stops and says so. */
const QUEUED_BYTES_MAX = 64 * 1024 * 1024;

export interface SegmentWriterOptions {
  readonly folder: string;
  readonly stream: Stream;
  readonly generation: number;
  readonly info: SessionInfo;
  readonly disk: SegmentDisk;
  /** The stream rests while the disk has less than this free. */
  readonly reserveBytes: number;
  /** The next number of the generation. */
  readonly nextSeq: () => number;
  /** Microseconds UTC of the recorder's clock. */
  readonly nowUs: () => number;
  readonly onStopped: (stream: Stream, reason: string) => void;
  readonly onResumed: (stream: Stream, lostRecords: number) => void;
}

export class SegmentWriter {
  /** Records that were taken, and those of them that the disk did not get. */
  taken = 0;
  lost = 0;
  /** Records lost since the stream stopped. */
  unresumedLost = 0;
  bytesWritten = 0;
  /** Why nothing is written at present. */
  stopped: string | undefined = undefined;
  private readonly options: SegmentWriterOptions;
  private readonly group = new SegmentGroup();
  private work: Promise<void> = Promise.resolve();
  private syncing: Promise<void> = Promise.resolve();
  private file: SegmentFile | undefined = undefined;
  private path = '';
  private number = 0;
  private groups = 0;
  private fileBytes = 0;
  private beatMs = 0;
  private openedMs = 0;
  private syncedMs = 0;
  private retriedMs = 0;
  private queuedBytes = 0;
  private isDirty = false;
  private isChecking = false;

  constructor(options: SegmentWriterOptions) {
    this.options = options;
  }

  /** Takes a copy of a record without payload. */
  append(batch: EventBatch, index: number, seq: number): void {
    this.taken += 1;
    if (this.stopped !== undefined) {
      this.lose(1);
      return;
    }
    if (this.group.isFull) this.seal();
    this.group.add(batch, index, seq);
  }

  note(event: PayloadEvent, timeUs: number, seq: number): void {
    if (this.stopped !== undefined) {
      this.lose(1);
      return;
    }
    if (this.group.addPayload(event, timeUs, seq)) return;
    this.seal();
    this.group.addPayload(event, timeUs, seq);
  }

  /** Called at least every 250 ms: hands over what is there, makes it durable each second, tries again where it had stopped. */
  beat(nowMs: number): void {
    this.beatMs = nowMs;
    this.seal();
    if (this.isDirty && nowMs - this.syncedMs >= SYNC_EVERY_MS) {
      this.syncedMs = nowMs;
      this.sync();
    }
    if (nowMs - this.retriedMs < RETRY_EVERY_MS || this.isChecking) return;
    this.retriedMs = nowMs;
    this.isChecking = true;
    this.enqueue(async () => {
      this.isChecking = false;
      await this.checkDisk();
    });
  }

  /** All that was taken is on the disk, or counted as lost. */
  async flush(): Promise<void> {
    this.seal();
    this.enqueue(async () => {
      await this.syncing;
      await this.file?.sync();
    });
    await this.work;
  }

  /** The last segment becomes a whole one. */
  async close(): Promise<void> {
    this.seal();
    this.enqueue(() => this.endFile(this.stopped === undefined ? 'seg' : 'cut'));
    await this.work;
  }

  /** Makes a group of what was taken and queues it. */
  private seal(): void {
    const records = this.group.length;
    if (records === 0) return;
    const bytes = records * RECORD_BYTES;
    if (this.queuedBytes + bytes > QUEUED_BYTES_MAX) {
      this.lose(this.group.drop());
      this.stop(`the disk is too slow: ${QUEUED_BYTES_MAX >> 20} MiB wait for it`);
      return;
    }
    const group = this.group.take();
    this.queuedBytes += bytes;
    this.enqueue(async () => {
      this.queuedBytes -= bytes;
      await this.writeGroup(group);
    });
  }

  private async writeGroup({ bytes, records, firstSeq }: TakenGroup): Promise<void> {
    if (this.stopped !== undefined) {
      this.lose(records);
      return;
    }
    try {
      const isOld = this.beatMs - this.openedMs > SEGMENT_AGE_MS;
      if (this.file !== undefined && (isOld || this.fileBytes + bytes.length > SEGMENT_BYTES_MAX)) {
        await this.endFile('seg');
      }
      this.file ??= await this.openFile();
      encodeGroupHeader(bytes, records, this.groups, firstSeq);
      await this.file.write(bytes, this.fileBytes);
      this.groups += 1;
      this.fileBytes += bytes.length;
      this.bytesWritten += bytes.length;
      this.isDirty = true;
    } catch (error) {
      this.lose(records);
      await this.fail(error);
    }
  }

  private async openFile(): Promise<SegmentFile> {
    const { folder, stream, generation, info, disk } = this.options;
    this.number += 1;
    this.groups = 0;
    this.fileBytes = 0;
    this.openedMs = this.beatMs;
    this.path = segmentPath(folder, { stream, generation, number: this.number, end: 'open' });
    const file = await disk.create(this.path);
    try {
      const header = encodeFileHeader(this.number, { ...info, stream, segment: this.number });
      await file.write(header, 0);
      this.fileBytes = header.length;
      return file;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  private async endFile(end: Exclude<SegmentEnd, 'open'>): Promise<void> {
    const { file } = this;
    if (file === undefined) return;
    this.file = undefined;
    await this.syncing;
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    await this.options.disk.rename(this.path, this.path.replace(/open$/, end));
    this.isDirty = false;
  }

  /** The file keeps its whole groups; a part of one that the disk took is cut off. */
  private async fail(error: unknown): Promise<void> {
    const { file } = this;
    if (file !== undefined) {
      await file.truncate(this.fileBytes).catch(() => undefined);
      await this.endFile('cut').catch(() => undefined);
    }
    this.stop(error instanceof Error ? error.message : String(error));
  }

  private stop(reason: string): void {
    this.lose(this.group.drop());
    if (this.stopped !== undefined) return;
    this.stopped = reason;
    this.options.onStopped(this.options.stream, reason);
  }

  private lose(records: number): void {
    this.lost += records;
    this.unresumedLost += records;
  }

  private sync(): void {
    const { file } = this;
    if (file === undefined) return;
    this.isDirty = false;
    this.syncing = this.syncing
      .then(() => file.sync())
      .catch((error: unknown) => {
        // a file that was ended meanwhile was synced before its end
        if (file === this.file) this.enqueue(() => this.fail(error));
      });
  }

  private async checkDisk(): Promise<void> {
    const { disk, folder, reserveBytes, stream, nowUs, nextSeq } = this.options;
    const free = await disk.freeBytes(folder).catch(() => 0);
    const mib = (bytes: number): number => Math.floor(bytes / 2 ** 20);
    if (free < reserveBytes) {
      if (this.stopped !== undefined) return;
      await this.endFile('cut').catch(() => undefined);
      this.stop(`the disk has ${mib(free)} MiB free, and ${stream} rest below ${mib(reserveBytes)} MiB`);
      return;
    }
    if (this.stopped === undefined) return;
    const reason = this.stopped;
    this.stopped = undefined;
    const lostRecords = this.unresumedLost;
    this.unresumedLost = 0;
    const gap: Gap = { kind: 'gap', lostRecords, reason: `recording of ${stream} had stopped: ${reason}` };
    if (lostRecords > 0) this.note(gap, nowUs(), nextSeq());
    this.options.onResumed(stream, lostRecords);
  }

  /** Work goes on the disk one after the other; a failure of its own ends nothing. */
  private enqueue(act: () => Promise<void>): void {
    this.work = this.work.then(act).catch((error: unknown) => this.fail(error));
  }
}
