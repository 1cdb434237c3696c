// Where recorded segments lie under the home folder, what their names say, and which are there.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../../core/assert.ts';
import { parseDay } from '../../core/market/civil-day.ts';

/*
 * datasets/.capture/<contract>/<day>/<stream>-g<generation>-<number>.<end>
 *
 * A generation is one recording of the contract on that day: a restart begins another one. All streams of a generation share one
 * numbering of events (seq), so that their order among each other is kept; later generations number higher.
 */

/** `backfill`: trades that history brought afterwards. `session`: phases, summaries, gaps, clocks. `orders`: single offers of the book. */
export const STREAMS = ['trades', 'backfill', 'quotes', 'levels', 'orders', 'session'] as const;
export type Stream = (typeof STREAMS)[number];

/** `open`: being written, or left by a process that was killed. `seg`: whole. `cut`: its end was lost, what stands in it is whole. */
export type SegmentEnd = 'open' | 'seg' | 'cut';

export interface Segment {
  readonly path: string;
  readonly stream: Stream;
  readonly generation: number;
  readonly number: number;
  readonly end: SegmentEnd;
}

/** First seq of a generation: 2^36 events in each, 2^16 generations. */
const GENERATION_EVENTS = 2 ** 36;
const GENERATIONS_MAX = 999;
const SEGMENTS_MAX = 9999;
const SEGMENT_NAME = /^([a-z]+)-g(\d{3})-(\d{4})\.(open|seg|cut)$/;

export function captureRoot(home: string): string {
  return join(home, 'datasets', '.capture');
}

export function dayFolder(root: string, contract: string, day: string): string {
  return join(root, contract, day);
}

export function firstSeqOf(generation: number): number {
  return generation * GENERATION_EVENTS;
}

export function segmentPath(folder: string, { stream, generation, number, end }: Omit<Segment, 'path'>): string {
  assert(generation <= GENERATIONS_MAX, `one day of a contract has at most ${GENERATIONS_MAX} recordings`);
  assert(number <= SEGMENTS_MAX, `one recording has at most ${SEGMENTS_MAX} segments of a stream`);
  return join(folder, `${stream}-g${String(generation).padStart(3, '0')}-${String(number).padStart(4, '0')}.${end}`);
}

/** Segments of one day in the order of their events, stream by stream. */
export function listSegments(folder: string): readonly Segment[] {
  const found: Segment[] = [];
  for (const name of namesIn(folder)) {
    const [, stream, generation, number, end] = SEGMENT_NAME.exec(name) ?? [];
    const known = STREAMS.find((each) => each === stream);
    if (known === undefined) continue;
    found.push({
      path: join(folder, name),
      stream: known,
      generation: Number(generation),
      number: Number(number),
      end: end as SegmentEnd,
    });
  }
  return found.sort((a, b) => place(a) - place(b));
}

function place({ stream, generation, number }: Segment): number {
  return (STREAMS.indexOf(stream) * (GENERATIONS_MAX + 1) + generation) * (SEGMENTS_MAX + 1) + number;
}

/** The generation that a recording which begins now has; from 1. */
export function nextGeneration(folder: string): number {
  return 1 + Math.max(0, ...listSegments(folder).map(({ generation }) => generation));
}

export interface RecordedDay {
  readonly contract: string;
  readonly day: string;
  readonly folder: string;
}

/** Days with a folder, the oldest first. */
export function listRecordedDays(root: string): readonly RecordedDay[] {
  const days = namesIn(root).flatMap((contract) =>
    namesIn(join(root, contract))
      .filter((day) => parseDay(day) !== undefined)
      .map((day) => ({ contract, day, folder: dayFolder(root, contract, day) })),
  );
  return days.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

function namesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('.'))
    .sort();
}
