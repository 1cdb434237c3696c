// Rows with their times in; the whole sessions or contracts that a split moves about as one, in the order of time, out.

import type { Frame } from '../frames/frame.ts';
import { type RowTimes, rowTimes } from './row-times.ts';
import { splitError } from './split-error.ts';

/** What is never cut in two. */
export type SplitBy = 'sessions' | 'contracts';

const SPLIT_BY: readonly SplitBy[] = ['sessions', 'contracts'];

/** Rows with a label, and the units they stand in. Arrays but `clock` and `clockDay` have one value for each such row. */
export interface SplitUnits {
  readonly by: SplitBy;
  /** Numbers in what was split, ascending. */
  readonly rows: Uint32Array;
  readonly decisionTimeUs: Float64Array;
  readonly knownTimeUs: Float64Array;
  /** Place in `names`. */
  readonly unit: Uint32Array;
  /** Days or contracts that have a label, in the order of time. */
  readonly names: readonly string[];
  /** Decision times of all rows, those without a label too, each once, and the day of each: what embargoes count. */
  readonly clock: Float64Array;
  readonly clockDay: Uint32Array;
  /** Days of all rows. */
  readonly days: number;
}

/** UserErrors `split-rows`, `bad-option`; `too-few-days` where no row has a label. */
export function splitUnits(source: Frame | RowTimes, by: SplitBy = 'sessions'): SplitUnits {
  if (!SPLIT_BY.includes(by))
    throw splitError('bad-option', `by is ${String(by)}`, 'by', `Use ${SPLIT_BY.join(' or ')}`);
  const times = rowTimes(source);
  const { decisionTimeUs, knownTimeUs, hasLabel } = times;
  const rows = Uint32Array.from(decisionTimeUs.keys()).filter((row) => hasLabel === undefined || hasLabel[row] === 1);
  if (rows.length === 0) throw splitError('too-few-days', 'No row has a label', 'rows');
  const [placeOf, words] = by === 'sessions' ? [times.day, times.days] : contractsOf(times);
  const names: string[] = [];
  const unit = new Uint32Array(rows.length);
  const known = new Map<number, number>();
  for (let place = 0; place < rows.length; place++) {
    const code = placeOf[rows[place]!]!;
    let at = known.get(code);
    if (at === undefined) {
      at = names.push(words[code]!) - 1;
      known.set(code, at);
    } else if (at !== names.length - 1) {
      const fix = 'Split by sessions, or rows of one instrument at a time';
      throw splitError('split-rows', `${words[code]} comes back after ${names.at(-1)} in row ${rows[place]}`, by, fix);
    }
    if (place > 0 && at !== unit[place - 1] && times.day[rows[place]!] === times.day[rows[place - 1]!]) {
      const message = `${times.days[times.day[rows[place]!]!]} has rows of ${names[at - 1]} and of ${names[at]}`;
      throw splitError('split-rows', message, 'contract', 'Split by sessions, or rows of one instrument at a time');
    }
    unit[place] = at;
  }
  return {
    by,
    rows,
    decisionTimeUs: Float64Array.from(rows, (row) => decisionTimeUs[row]!),
    knownTimeUs: Float64Array.from(rows, (row) => knownTimeUs[row]!),
    unit,
    names,
    ...clockOf(times),
  };
}

function contractsOf({ contract, contracts }: RowTimes): readonly [ArrayLike<number>, readonly string[]] {
  if (contract !== undefined && contracts !== undefined) return [contract, contracts];
  throw splitError('split-rows', 'The rows do not say their contract', 'contract');
}

function clockOf({ decisionTimeUs, day }: RowTimes): Pick<SplitUnits, 'clock' | 'clockDay' | 'days'> {
  const isFirst = (row: number): boolean => row === 0 || decisionTimeUs[row] !== decisionTimeUs[row - 1];
  const first = Uint32Array.from(decisionTimeUs.keys()).filter(isFirst);
  const clockDay = new Uint32Array(first.length);
  // counted anew: places in the list of days need not be without gaps
  let days = 0;
  for (let at = 0; at < first.length; at++) {
    if (at === 0 || day[first[at]!] !== day[first[at - 1]!]) days += 1;
    clockDay[at] = days - 1;
  }
  return { clock: Float64Array.from(first, (row) => decisionTimeUs[row]!), clockDay, days };
}

/** The first place of each unit, and the number of rows at the end: unit `u` has the places from `[u]` up to `[u + 1]`. */
export function placesOfUnits({ unit, names, rows }: SplitUnits): Uint32Array {
  const places = new Uint32Array(names.length + 1).fill(rows.length);
  for (let place = rows.length - 1; place >= 0; place--) places[unit[place]!] = place;
  return places;
}
