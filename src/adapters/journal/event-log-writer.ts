// Takes events in seq order; gives events-NNNN.bin files of packed records in checked groups, appended without waiting for the disk.

import { createHash } from 'node:crypto';
import { closeSync, fdatasync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../../core/assert.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import { F64_SEQ, FIRST_PAYLOAD_KIND, RECORD_BYTES, RECORD_F64, RECORD_I32 } from '../../core/market/event-record.ts';
import { syncFolder } from '../durable-file.ts';
import { UserError } from '../user-error.ts';
import {
  encodeFileHeader,
  encodeGroupHeader,
  GROUP_HEADER_BYTES,
  GROUP_RECORDS_MAX,
  LOG_FILE_BYTES_MAX,
  LOG_FILES_MAX,
  logFileName,
  type SessionInfo,
} from './event-log-format.ts';
import { payloadText, writePayload } from './payload-records.ts';

export interface EventLogOptions {
  /** Stands in the header of every file. */
  readonly info: SessionInfo;
  /** A new file begins before one would grow beyond this. Default 256 MiB. */
  readonly fileBytesMax?: number;
}

/**
 * Appends to the log of one run folder that has none yet. An appended event reaches the system with its group: at `flush()`, or
 * when 4096 records are there. Whoever owns the clock flushes at least every 250 ms. Throws UserError `event-log-not-writable`.
 */
export class EventLogWriter {
  /** Events handed over to the system, and bytes of all files. */
  eventsWritten = 0;
  bytesWritten = 0;
  /** Seq up to which events would survive a loss of power; undefined before the first sync. */
  syncedSeq: number | undefined = undefined;
  /** A sync in the background that failed: what it was to make durable may be lost, so every later flush throws it. */
  failure: UserError | undefined = undefined;
  private readonly folder: string;
  private readonly info: SessionInfo;
  private readonly fileBytesMax: number;
  private readonly bytes = Buffer.from(new ArrayBuffer(GROUP_HEADER_BYTES + GROUP_RECORDS_MAX * RECORD_BYTES));
  private readonly i32 = new Int32Array(this.bytes.buffer, GROUP_HEADER_BYTES);
  private readonly f64 = new Float64Array(this.bytes.buffer, GROUP_HEADER_BYTES);
  private readonly hash = createHash('sha256');
  private records = 0;
  private events = 0;
  private lastSeq: number | undefined = undefined;
  private writtenSeq: number | undefined = undefined;
  private group = 0;
  private fileNumber = 0;
  private fileBytes = 0;
  private file = -1;
  private syncing = false;
  private isClosed = false;

  constructor(folder: string, options: EventLogOptions) {
    this.folder = folder;
    this.info = options.info;
    this.fileBytesMax = options.fileBytesMax ?? LOG_FILE_BYTES_MAX;
    this.openNext();
  }

  /** Takes a copy of one event. Allocates nothing for kinds without payload. */
  append(batch: EventBatch, index: number): void {
    if (batch.kindAt(index) >= FIRST_PAYLOAD_KIND) {
      this.appendPayload(batch, index);
      return;
    }
    if (this.records === GROUP_RECORDS_MAX) this.flush();
    this.copyRecord(batch, index);
  }

  /** Writes what is appended as one group. It survives the end of this process from here on, a loss of power after a sync. */
  flush(): void {
    if (this.failure !== undefined) throw this.failure;
    if (this.records === 0) return;
    const length = GROUP_HEADER_BYTES + this.records * RECORD_BYTES;
    if (this.file === -1 || this.fileBytes + length > this.fileBytesMax) this.openNext();
    encodeGroupHeader(this.bytes, this.records, this.group, this.f64[F64_SEQ]!);
    this.write(this.bytes, length);
    this.hash.update(this.bytes.subarray(GROUP_HEADER_BYTES, length));
    this.group += 1;
    this.eventsWritten += this.events;
    this.writtenSeq = this.lastSeq;
    this.records = 0;
    this.events = 0;
  }

  /** Of all records handed over to the system, in order; headers and the bounds of groups and files do not count. */
  get sha256(): string {
    return this.hash.copy().digest('hex');
  }

  /** Makes everything appended durable, and waits for the disk. */
  sync(): void {
    this.flush();
    if (this.file === -1) return;
    this.attempt('sync', () => fsyncSync(this.file));
    this.syncedSeq = this.writtenSeq;
  }

  /**
   * Starts to make everything written durable without waiting; does nothing while an earlier one is under way, or where all is
   * durable. Never throws: see `failure`.
   */
  syncInBackground(): void {
    if (this.syncing || this.file === -1 || this.writtenSeq === this.syncedSeq) return;
    this.syncing = true;
    const file = this.file;
    const seq = this.writtenSeq;
    fdatasync(file, (error) => {
      this.syncing = false;
      const isOpen = file === this.file;
      if (error === null) {
        if (isOpen) this.syncedSeq = seq;
        return;
      }
      // a file that was closed meanwhile was synced before: that it is closed is no failure
      if (isOpen || error.code !== 'EBADF') this.failure ??= this.notWritable('sync', error);
    });
  }

  /** Closes the file also where the last group cannot be written, and throws then. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    try {
      this.flush();
    } finally {
      this.attempt('sync', () => this.closeFile());
    }
  }

  private copyRecord(batch: EventBatch, index: number): void {
    const to = this.records * RECORD_I32;
    const from = index * RECORD_I32;
    // word by word: a view of the record would be an allocation for every event, and floats may change a NaN pattern
    for (let word = 0; word < RECORD_I32; word++) this.i32[to + word] = batch.i32[from + word]!;
    this.lastSeq = this.f64[this.records * RECORD_F64 + F64_SEQ]!;
    this.records += 1;
    this.events += 1;
  }

  private appendPayload(batch: EventBatch, index: number): void {
    const payload = payloadText(batch.payloadAt(index));
    if (this.records + 1 + payload.continuations > GROUP_RECORDS_MAX) this.flush();
    const head = GROUP_HEADER_BYTES + this.records * RECORD_BYTES;
    this.copyRecord(batch, index);
    writePayload(payload, this.bytes, head);
    this.records += payload.continuations;
  }

  private openNext(): void {
    const number = this.fileNumber + 1;
    assert(number <= LOG_FILES_MAX, `a run has at most ${LOG_FILES_MAX} log files`);
    this.fileNumber = number;
    this.attempt('create', () => {
      this.closeFile();
      this.file = openSync(join(this.folder, logFileName(number)), 'wx');
      syncFolder(this.folder);
    });
    this.fileBytes = 0;
    this.group = 0;
    const header = encodeFileHeader(number, this.info);
    this.write(header, header.length);
  }

  /** Syncs and closes the file that is open, if any. */
  private closeFile(): void {
    const file = this.file;
    if (file === -1) return;
    this.file = -1;
    try {
      fsyncSync(file);
      this.syncedSeq = this.writtenSeq;
    } finally {
      closeSync(file);
    }
  }

  private write(bytes: Buffer, length: number): void {
    this.attempt('write', () => {
      // at a place of its own, so that the next try overwrites what a full disk took a part of
      for (let at = 0; at < length; ) at += writeSync(this.file, bytes, at, length - at, this.fileBytes + at);
    });
    this.fileBytes += length;
    this.bytesWritten += length;
  }

  private attempt(what: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      throw this.notWritable(what, error);
    }
  }

  private notWritable(what: string, error: unknown): UserError {
    const path = join(this.folder, logFileName(Math.max(1, this.fileNumber)));
    return new UserError({
      code: 'event-log-not-writable',
      message: `Cannot ${what} the event log ${path}: ${error instanceof Error ? error.message : String(error)}`,
      file: path,
      fix: 'Free space on the disk, allow writing to the folder, or start a run with a folder of its own.',
      cause: error,
    });
  }
}
