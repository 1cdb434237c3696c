// What a log reader found wrong and went on over, as data for whoever reads its events; and the error when it may not go on.

import { basename } from 'node:path';
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
  /** Hashes what is read, so that it can be compared with what was written. */
  readonly hash?: boolean;
}

/** A log with more damage than this is not read on. */
const NOTICES_MAX = 1000;

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

/** One sentence for people. */
export function noticeText(notice: LogNotice): string {
  const name = basename(notice.file);
  switch (notice.kind) {
    case 'damaged':
      return `${name} is damaged in group ${notice.group} at byte ${notice.offset} and was read all the same: ${notice.reason}`;
    case 'skippedBytes':
      return `${name}: ${notice.bytes} bytes from byte ${notice.offset} on belong to no group that can be read and were left out`;
    case 'tornTail':
      return `${name} ends inside a group: its last ${notice.tornBytes} bytes, from byte ${notice.offset} on, were cut off and left out`;
  }
}
