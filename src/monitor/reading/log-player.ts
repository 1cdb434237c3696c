// The event log of a run and the rows of its journal in; a fold that has taken both in their order, up to a moment, out.

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { logFileName } from '../../adapters/journal/event-log-format.ts';
import { EventLogReader } from '../../adapters/journal/event-log-reader.ts';
import { noticeText } from '../../adapters/journal/log-notice.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import type { JournalTail } from './journal-tail.ts';
import type { RunFold } from './run-fold.ts';

/** Others run after so long. */
const SLICE_MS = 15;
const FIRST_FILE = 1;

export interface PlayerChoices {
  readonly folder: string;
  readonly fold: RunFold;
  readonly tail: JournalTail;
  /** Its rows may be written long after its events: only what lies before the last of them is whole. */
  readonly isBulk: boolean;
  /** Reads rows of the journal that have come; false where events must wait for a later look. */
  readonly look: () => boolean;
}

/**
 * An event is taken only when the commands of all events before it are known. A group that was written behind the last look at the journal waits
 * for the next look. Damage ends the reading and is told in `faults`; whatever was taken before stands.
 */
export class LogPlayer {
  private readonly choices: PlayerChoices;
  private readonly log: EventLogReader;
  private held: EventBatch | undefined = undefined;
  private at = 0;
  private commands = 0;
  private latches = 0;
  private missing: string | undefined = undefined;
  private stopped: string | undefined = undefined;

  constructor(choices: PlayerChoices) {
    this.choices = choices;
    this.log = new EventLogReader(choices.folder);
  }

  /** Received time of the newest event that was taken, microseconds UTC; 0 before the first. */
  get timeUs(): number {
    return this.choices.fold.timeUs;
  }

  /** Takes what is there, but nothing that was received after `untilUs`. May be asked again, also for a later moment. */
  async play(untilUs = Infinity): Promise<void> {
    let sliceMs = performance.now();
    for (;;) {
      const written = writtenBytes(this.choices.folder);
      if (!this.choices.look()) break;
      const taken = this.takePass(untilUs, written, () => performance.now() - sliceMs > SLICE_MS);
      if (taken === 'nothing') break;
      if (performance.now() - sliceMs <= SLICE_MS) continue;
      await new Promise(setImmediate);
      sliceMs = performance.now();
    }
    this.takeRows(this.choices.fold.seq + 1);
  }

  close(): void {
    this.log.close();
  }

  /** `more`: it stopped for others, or because the journal must be looked at. */
  private takePass(untilUs: number, written: ReadonlyMap<number, number>, isOver: () => boolean): 'nothing' | 'more' {
    for (;;) {
      if (this.held === undefined) {
        if (!this.readGroup()) return 'nothing';
        if (this.isNewer(written)) return 'more';
      }
      if (!this.takeHeld(untilUs)) return 'nothing';
      if (isOver()) return 'more';
    }
  }

  private readGroup(): boolean {
    if (this.stopped !== undefined) return false;
    try {
      this.held = this.log.readGroup();
      this.at = 0;
      this.missing = undefined;
      return this.held !== undefined;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      // a run that has just begun may not have made its log yet
      if (error.code === 'event-log-missing') this.missing = error.message;
      else this.stop(error.message);
      return false;
    }
  }

  /** False where something of it must wait. */
  private takeHeld(untilUs: number): boolean {
    const { fold, tail, isBulk } = this.choices;
    const batch = this.held!;
    const lastSeq = isBulk && !tail.isClosed ? tail.lastSeq : Infinity;
    try {
      for (; this.at < batch.length; this.at++) {
        const seq = batch.seqAt(this.at);
        if (seq > lastSeq || batch.receivedTimeUsAt(this.at) > untilUs) return false;
        this.takeRows(seq);
        fold.onEvent(batch, this.at);
      }
    } catch (error) {
      this.stop(`event ${batch.seqAt(this.at)} cannot be followed: ${(error as Error).message}`);
      return false;
    }
    this.held = undefined;
    return true;
  }

  /** Rows of events before this seq. */
  private takeRows(seq: number): void {
    const { fold, tail } = this.choices;
    for (; this.commands < tail.commands.length; this.commands++) {
      const { command, timeUs } = tail.commands[this.commands]!;
      if (command.seq >= seq) break;
      fold.onCommand(command, timeUs);
    }
    for (; this.latches < tail.latches.length; this.latches++) {
      const row = tail.latches[this.latches]!;
      if (row.seq >= seq) break;
      fold.onLatches(row);
    }
  }

  /** Whether the group that was read last ends behind what was written before the journal was looked at. */
  private isNewer(written: ReadonlyMap<number, number>): boolean {
    const { file, offset } = this.log.place;
    return offset > (written.get(file) ?? 0);
  }

  private stop(why: string): void {
    this.held = undefined;
    this.stopped = `what follows in the log is left out: ${why}`;
  }

  /** Whether there is a log at all. */
  get hasLog(): boolean {
    return this.missing === undefined;
  }

  /** What is wrong with what was read, a sentence each. @param isWritten its last group may not be whole yet, which is no fault */
  faults(isWritten: boolean): readonly string[] {
    if (this.missing !== undefined) return [this.missing];
    if (this.stopped !== undefined) return [this.stopped];
    return this.log.notices.filter(({ kind }) => kind !== 'tornTail' || !isWritten).map(noticeText);
  }
}

/** Bytes of each file of the log by its number. */
function writtenBytes(folder: string): ReadonlyMap<number, number> {
  const sizes = new Map<number, number>();
  let names: ReadonlySet<string>;
  try {
    names = new Set(readdirSync(folder));
  } catch {
    return sizes;
  }
  for (let number = FIRST_FILE; names.has(logFileName(number)); number++) {
    sizes.set(number, statSync(join(folder, logFileName(number))).size);
  }
  return sizes;
}
