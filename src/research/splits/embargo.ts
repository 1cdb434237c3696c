// How much is to be left free beside the test in; the moments between which nothing may be trained on, out.

import { firstRowFrom } from '../frames/sorted-times.ts';
import { checkObject, checkWholeOption } from '../labels/label-error.ts';
import type { TestBlock } from './split.ts';
import { splitError } from './split-error.ts';
import type { SplitUnits } from './split-units.ts';

/** Sessions, candles (decision times, those without a label too), or a share of all sessions, which is rounded up. */
export type Embargo =
  | { readonly sessions: number }
  | { readonly candles: number }
  | { readonly shareOfSessions: number };

/** After the test, as of folds: what comes before it is purged by its labels alone. Before it, as of a walk forward. */
type EmbargoSide = 'before' | 'after';

export type Count = { readonly of: 'sessions' | 'candles'; readonly count: number };

/** UserError `bad-option` for what is no embargo. Nothing is left free where it is absent. */
export function embargoCount(embargo: Embargo | undefined, { days }: SplitUnits): Count {
  if (embargo === undefined) return { of: 'sessions', count: 0 };
  const fix = 'Write { sessions: 1 }, { candles: 30 } or { shareOfSessions: 0.01 }';
  checkObject('embargo', embargo);
  if (Object.keys(embargo).length !== 1) {
    throw splitError('bad-option', `embargo is ${JSON.stringify(embargo)}`, 'embargo', fix);
  }
  if ('sessions' in embargo) {
    checkWholeOption('embargo.sessions', embargo.sessions, 0);
    return { of: 'sessions', count: embargo.sessions };
  }
  if ('candles' in embargo) {
    checkWholeOption('embargo.candles', embargo.candles, 0);
    return { of: 'candles', count: embargo.candles };
  }
  const { shareOfSessions: share } = embargo;
  if (!(share >= 0 && share < 1))
    throw splitError('bad-option', `embargo is ${JSON.stringify(embargo)}`, 'embargo', fix);
  // 0.1 of 30 is 3, and not the 4 that the trace of float error above it would make
  return { of: 'sessions', count: Math.ceil(share * days - 1e-9) };
}

/** The block of the rows at places `from` up to, not including, `to`. */
export function testBlock(units: SplitUnits, from: number, to: number, kept: Count, side: EmbargoSide): TestBlock {
  const fromUs = units.decisionTimeUs[from]!;
  let toUs = fromUs;
  for (let place = from; place < to; place++) toUs = Math.max(toUs, units.knownTimeUs[place]!);
  return {
    fromUs,
    toUs,
    keptFromUs: side === 'before' ? startOfEmbargo(units, fromUs, kept) : fromUs,
    keptToUs: side === 'after' ? endOfEmbargo(units, toUs, kept) : toUs,
  };
}

function endOfEmbargo({ clock, clockDay }: SplitUnits, afterUs: number, { of, count }: Count): number {
  const last = firstRowFrom(clock, afterUs + 1) - 1;
  if (count === 0 || last >= clock.length - 1) return afterUs;
  if (of === 'candles') return clock[Math.min(clock.length - 1, last + count)]!;
  const lastDay = clockDay[last]! + count;
  let end = last;
  while (end + 1 < clock.length && clockDay[end + 1]! <= lastDay) end += 1;
  return Math.max(afterUs, clock[end]!);
}

function startOfEmbargo({ clock, clockDay }: SplitUnits, beforeUs: number, { of, count }: Count): number {
  const first = firstRowFrom(clock, beforeUs);
  if (count === 0 || first === 0) return beforeUs;
  if (of === 'candles') return clock[Math.max(0, first - count)]!;
  const firstDay = clockDay[first]! - count;
  let start = first;
  while (start > 0 && clockDay[start - 1]! >= firstDay) start -= 1;
  return clock[start]!;
}
