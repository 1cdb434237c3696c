// Takes the events-NNNN.bin files of a run; gives their events group by group, with what was torn off or damaged told.

import { createHash, type Hash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { EventBatch } from '../../core/market/event-batch.ts';
import { UserError } from '../user-error.ts';
import { GROUP_RECORDS_MAX, logFileName, type SessionInfo } from './event-log-format.ts';
import { LogFileReader } from './log-file-reader.ts';
import { type EventLogReadOptions, LogDamage, type LogNotice } from './log-notice.ts';

/**
 * Reads the log of one run from its beginning, also while it is written: after the last whole group `readGroup` gives undefined
 * and may be called again later. Throws UserError `event-log-missing`, `event-log-unknown` (another version) and, unless told to
 * ignore it, `event-log-damaged` with file, group and byte.
 */
export class EventLogReader {
  private readonly folder: string;
  private readonly damage: LogDamage;
  private readonly batch = new EventBatch(GROUP_RECORDS_MAX);
  private current: LogFileReader | undefined = undefined;
  private readonly hash: Hash | undefined;
  private fileNumber = 0;

  constructor(folder: string, options: EventLogReadOptions = {}) {
    this.folder = folder;
    this.damage = new LogDamage(options);
    this.hash = options.hash === true ? createHash('sha256') : undefined;
  }

  /** The events of the next group, or undefined when there is none now. The batch is filled anew by the next call. */
  readGroup(): EventBatch | undefined {
    this.current ??= this.open(1);
    for (;;) {
      if (this.fill(this.current)) return this.batch;
      const next = this.nextFile();
      if (next === undefined) return undefined;
      // the writer may have ended this file between the two looks
      if (this.fill(this.current)) return this.batch;
      this.leave(this.current);
      this.current = this.open(next);
    }
  }

  /** What the header of the file that is read says of the session; undefined before the first group. */
  get info(): SessionInfo | undefined {
    return this.current?.info;
  }

  /** Number of the file that is read, and the byte behind the last whole group that was read of it. */
  get place(): { readonly file: number; readonly offset: number } {
    return { file: this.fileNumber, offset: this.current?.offset ?? 0 };
  }

  /** Bytes after the last whole group that was read: a torn group, or one that is being written. 0 before the end. */
  get tornBytes(): number {
    return this.current?.tornBytes ?? 0;
  }

  /** Of the records read so far, as the writer tells it of those it wrote; undefined unless asked for. */
  get sha256(): string | undefined {
    return this.hash?.copy().digest('hex');
  }

  /** What is wrong with the part that was read, the torn tail included. */
  get notices(): readonly LogNotice[] {
    const { current } = this;
    return current === undefined || current.tornBytes === 0
      ? this.damage.notices
      : [...this.damage.notices, tornTail(current)];
  }

  close(): void {
    this.current?.close();
    this.current = undefined;
  }

  private fill(file: LogFileReader): boolean {
    if (!file.readGroup(this.batch)) return false;
    this.hash?.update(file.records);
    return true;
  }

  private open(fileNumber: number): LogFileReader {
    const path = join(this.folder, logFileName(fileNumber));
    this.fileNumber = fileNumber;
    try {
      return new LogFileReader(path, this.damage);
    } catch (error) {
      throw new UserError({
        code: 'event-log-missing',
        message: `Cannot open the event log ${path}: ${error instanceof Error ? error.message : String(error)}`,
        file: path,
        fix: 'Name a run that recorded its events, or restore the file from a copy.',
        cause: error,
      });
    }
  }

  private nextFile(): number | undefined {
    const numbers = logFileNumbers(this.folder).filter((number) => number > this.fileNumber);
    const next = numbers[0];
    const missing = this.fileNumber + 1;
    if (next !== undefined && next !== missing) {
      this.damage.found(join(this.folder, logFileName(missing)), 0, 0, 'the file is missing, a later one is there');
    }
    return next;
  }

  private leave(file: LogFileReader): void {
    if (file.tornBytes > 0) this.damage.note(tornTail(file));
    this.current = undefined;
    file.close();
  }
}

function tornTail(file: LogFileReader): LogNotice {
  return { kind: 'tornTail', file: file.path, offset: file.offset, tornBytes: file.tornBytes };
}

/** Numbers of the log files in a folder, ascending. */
function logFileNumbers(folder: string): readonly number[] {
  return readdirSync(folder)
    .map((name) => Number(/^events-(\d{4})\.bin$/.exec(name)?.[1] ?? Number.NaN))
    .filter((number) => !Number.isNaN(number))
    .sort((a, b) => a - b);
}
