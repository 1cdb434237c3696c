// The times from which and up to which the files of a part tell; out come the times at which one of them must have every row.

import { QUOTE_HAS_ASK, QUOTE_HAS_BID } from '../../core/market/event-record.ts';
import type { PartColumns } from './row-buffer.ts';
import { type PartKind, timeColumnOf } from './schema.ts';

const BOTH_SIDES = QUOTE_HAS_BID | QUOTE_HAS_ASK;

/** What one file that brought rows reaches over, as `fileSpan` tells it; microseconds UTC. */
export interface Span {
  readonly firstTimeUs: number;
  readonly lastTimeUs: number;
}

/** Of kinds that are not named, or without spans, all rows are those of one file. */
export type KindSpans = ReadonlyMap<PartKind, readonly Span[] | undefined>;

/**
 * From the first to the last row of a file, which has at least one. Quotes count from the first that has both sides: a source that
 * tells only what changes does not know a side until it changes for the first time.
 */
export function fileSpan(kind: PartKind, columns: PartColumns): Span {
  const times = columns[timeColumnOf(kind)]!;
  const last = times.length - 1;
  const flags = kind === 'quotes' ? columns.flags : undefined;
  let first = 0;
  while (flags !== undefined && first < last && isBlindQuote(flags, first)) first++;
  return { firstTimeUs: times[first]!, lastTimeUs: times[last]! };
}

/** A quote that lacks a side of the book. */
export function isBlindQuote(flags: Float64Array, row: number): boolean {
  return (flags[row]! & BOTH_SIDES) !== BOTH_SIDES;
}

/** The spans of the sources of a part; undefined, which means all of the part, when one of them does not tell its own. */
export function sourceSpans(
  sources: readonly { readonly firstTimeUs?: number | undefined; readonly lastTimeUs?: number | undefined }[],
): readonly Span[] | undefined {
  const spans: Span[] = [];
  for (const { firstTimeUs, lastTimeUs } of sources) {
    if (firstTimeUs === undefined || lastTimeUs === undefined) return undefined;
    spans.push({ firstTimeUs, lastTimeUs });
  }
  return spans;
}

/**
 * Whether a time lies strictly inside one of the spans: at its first and its last microsecond a file may have been cut off.
 * So the end of one file is not covered by another that begins there.
 */
export class Coverage {
  private readonly firsts: readonly number[];
  private readonly lasts: readonly number[];
  private at = 0;

  constructor(spans: readonly Span[]) {
    const firsts: number[] = [];
    const lasts: number[] = [];
    for (const { firstTimeUs, lastTimeUs } of [...spans].sort((a, b) => a.firstTimeUs - b.firstTimeUs)) {
      if (firstTimeUs === lastTimeUs) continue;
      const end = lasts.length - 1;
      if (end >= 0 && firstTimeUs < lasts[end]!) {
        lasts[end] = Math.max(lasts[end]!, lastTimeUs);
        continue;
      }
      firsts.push(firstTimeUs);
      lasts.push(lastTimeUs);
    }
    this.firsts = firsts;
    this.lasts = lasts;
  }

  /** All that the other one covers is covered here too. */
  holds(other: Coverage): boolean {
    return other.firsts.every((first, index) =>
      this.firsts.some((mine, at) => mine <= first && other.lasts[index]! <= this.lasts[at]!),
    );
  }

  /** To be asked for ascending times. */
  has(timeUs: number): boolean {
    while (this.at < this.lasts.length && this.lasts[this.at]! <= timeUs) this.at++;
    return this.at < this.firsts.length && this.firsts[this.at]! < timeUs;
  }
}
