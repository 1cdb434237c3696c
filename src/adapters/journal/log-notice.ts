// What a log reader found wrong and went on over, as data for whoever reads its events; and the error when it may not go on.

import { UserError } from '../user-error.ts';

/** Offsets are bytes in the file; groups count from 0 in each file. */
export type LogNotice =
  | {
      readonly kind: 'damaged';
      readonly file: string;
      readonly offset: number;
      readonly group: number;
      readonly reason: string;
    }
  | { readonly kind: 'skippedBytes'; readonly file: string; readonly offset: number; readonly bytes: number }
  /** The file ends inside a group; the whole groups before it were given. */
  | { readonly kind: 'tornTail'; readonly file: string; readonly offset: number; readonly tornBytes: number };

export interface EventLogReadOptions {
  /** Goes on over damage with the data as they are; each case is told in `notices`. */
  readonly ignoreChecksum?: boolean;
}

/** A log with more damage than this is not read on. */
export const NOTICES_MAX = 1000;

const FIX = 'Restore the file from a copy, or go on with the data as they are with --ignore-checksum.';

/** Collects what is wrong with a log; throws UserError `event-log-damaged` unless told to go on. */
export class LogDamage {
  readonly notices: LogNotice[] = [];
  private readonly ignoreChecksum: boolean;

  constructor(options: EventLogReadOptions) {
    this.ignoreChecksum = options.ignoreChecksum ?? false;
  }

  /** Damage at a place: returns only when it is to be ignored. */
  found(file: string, offset: number, group: number, reason: string): void {
    if (!this.ignoreChecksum || this.notices.length >= NOTICES_MAX) {
      const more = this.ignoreChecksum ? ` (after ${NOTICES_MAX} other faults)` : '';
      throw new UserError({
        code: 'event-log-damaged',
        message: `${file}: group ${group} at byte ${offset}: ${reason}${more}`,
        file,
        field: `group ${group}`,
        fix: this.ignoreChecksum ? 'Restore the file from a copy.' : FIX,
      });
    }
    this.notices.push({ kind: 'damaged', file, offset, group, reason });
  }

  note(notice: LogNotice): void {
    if (this.notices.length < NOTICES_MAX) this.notices.push(notice);
  }
}
