// Trades as they were recorded and those that history brought for a hole in them in; one tape in the order of the exchange out.

import { EDIT_ROW, type NumberedRows } from './numbered-rows.ts';

export interface MergedTape extends NumberedRows {
  /** Trades of history that were added. */
  readonly added: number;
  /** Trades of history whose number was recorded live too, or that history brought before. */
  readonly known: number;
}

/**
 * Nothing recorded is moved: trades of history go before the first recorded trade that is later, or as late with a higher number.
 * They count as received when the trade before them was, since the time at which the answer of history came says nothing.
 */
export function mergeBackfill(live: NumberedRows, history: NumberedRows): MergedTape {
  if (history.seqs.length === 0) return { ...live, added: 0, known: 0 };
  const { time_us: liveTimes, trade_id: liveIds } = live.columns;
  const { time_us: times, trade_id: ids } = history.columns;
  // an edit does not stand where its trade does
  const known = new Set(liveIds!.filter((_, row) => live.columns.correction?.[row] !== EDIT_ROW));
  // each start of the host asks for the whole day anew
  const isNew = (row: number): boolean => {
    const id = ids![row]!;
    if (id === 0) return true;
    if (known.has(id)) return false;
    known.add(id);
    return true;
  };
  const wanted = [...history.seqs.keys()].filter(isNew);
  wanted.sort((a, b) => times![a]! - times![b]! || ids![a]! - ids![b]! || a - b);
  const picks: Pick[] = [];
  let next = 0;
  for (let row = 0; row <= live.seqs.length; row++) {
    const isBefore = (each: number): boolean =>
      row === live.seqs.length ||
      times![each]! < liveTimes![row]! ||
      (times![each]! === liveTimes![row]! && ids![each]! < liveIds![row]!);
    while (next < wanted.length && isBefore(wanted[next]!)) picks.push({ isHistory: true, row: wanted[next++]! });
    if (row < live.seqs.length) picks.push({ isHistory: false, row });
  }
  return {
    ...gathered(live, history, picks),
    added: wanted.length,
    known: history.seqs.length - wanted.length,
  };
}

interface Pick {
  readonly isHistory: boolean;
  readonly row: number;
}

function gathered(live: NumberedRows, history: NumberedRows, picks: readonly Pick[]): NumberedRows {
  const names = Object.keys(live.columns);
  const columns: Record<string, Float64Array> = {};
  for (const name of names) {
    const [own, other] = [live.columns[name]!, history.columns[name]];
    columns[name] = Float64Array.from(picks, ({ isHistory, row }) => (isHistory ? (other?.[row] ?? 0) : own[row]!));
  }
  const received = columns.received_us!;
  for (const [at, { isHistory }] of picks.entries()) {
    if (isHistory) received[at] = Math.max(columns.time_us![at]!, at === 0 ? 0 : received[at - 1]!);
  }
  return { columns, seqs: placesOf(live.seqs, picks) };
}

/** A trade of history stands just before the recorded one that follows it. */
function placesOf(liveSeqs: readonly number[], picks: readonly Pick[]): readonly number[] {
  const seqs = new Array<number>(picks.length);
  let following = Number.MAX_SAFE_INTEGER;
  for (let at = picks.length - 1; at >= 0; at--) {
    const { isHistory, row } = picks[at]!;
    if (!isHistory) following = liveSeqs[row]!;
    seqs[at] = isHistory ? following - 0.5 : following;
  }
  return seqs;
}

/** The place of each row among those of all kinds, from 0: one array for each list of numbers, all of them ascending. */
export function placesAmongAll(lists: readonly (readonly number[])[]): readonly Float64Array[] {
  const places = lists.map((list) => new Float64Array(list.length));
  const at = lists.map(() => 0);
  const total = lists.reduce((sum, { length }) => sum + length, 0);
  for (let place = 0; place < total; place++) {
    let first = -1;
    let lowest = Number.POSITIVE_INFINITY;
    for (let k = 0; k < lists.length; k++) {
      const seq = lists[k]![at[k]!];
      if (seq === undefined || seq >= lowest) continue;
      lowest = seq;
      first = k;
    }
    places[first]![at[first]!++] = place;
  }
  return places;
}
