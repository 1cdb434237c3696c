// A frame of labels or its columns in; when each row was decided and known, and the session and contract it belongs to, out.

import type { TypedColumn } from '../../adapters/datasets/sql/typed-column.ts';
import { Frame } from '../frames/frame.ts';
import { splitError } from './split-error.ts';

/** Rows in the order of time. Every array has one value for each row. */
export interface RowTimes {
  /** When it is decided, microseconds UTC, ascending; rows of several instruments may have equal times. */
  readonly decisionTimeUs: Float64Array;
  /** When the label is known, microseconds UTC, after the decision. */
  readonly knownTimeUs: Float64Array;
  /** 0 for rows without a label: they stand in no part, and count as candles of an embargo. All have one where absent. */
  readonly hasLabel?: Uint8Array | undefined;
  /** Place in `days`, never falling. */
  readonly day: ArrayLike<number>;
  readonly days: readonly string[];
  /** Needed to split by contracts: place in `contracts`. */
  readonly contract?: ArrayLike<number> | undefined;
  readonly contracts?: readonly string[] | undefined;
}

/** What has the columns `known_time`, `day` and `contract` under an index of decision times: every frame of `labels`. */
export function rowTimes(rows: Frame | RowTimes): RowTimes {
  const times = rows instanceof Frame ? timesOfFrame(rows) : rows;
  checkTimes(times);
  return times;
}

function timesOfFrame(frame: Frame): RowTimes {
  const known = frame.column('known_time');
  const day = wordsOf(frame.column('day'), 'day');
  const contract = frame.columns.has('contract') ? wordsOf(frame.column('contract'), 'contract') : undefined;
  return {
    decisionTimeUs: frame.times,
    knownTimeUs: known.values as Float64Array,
    hasLabel: known.valid,
    day: day.places,
    days: day.words,
    contract: contract?.places,
    contracts: contract?.words,
  };
}

/** Places in the order in which the words first come, whatever the dictionary of the column is. */
function wordsOf(
  column: TypedColumn,
  name: string,
): { readonly places: Uint32Array; readonly words: readonly string[] } {
  if (column.kind !== 'text' || column.valid !== undefined) {
    throw splitError(
      'split-rows',
      `Column ${name} is no text in every row`,
      name,
      'Take it from `tradingData(...).candles`',
    );
  }
  const renamed = new Map<number, number>();
  const words: string[] = [];
  const places = new Uint32Array(column.values.length);
  for (let row = 0; row < places.length; row++) {
    const code = column.values[row]!;
    let place = renamed.get(code);
    if (place === undefined) {
      place = words.push(column.words[code]!) - 1;
      renamed.set(code, place);
    }
    places[row] = place;
  }
  return { places, words };
}

function checkTimes({ decisionTimeUs, knownTimeUs, hasLabel, day, days, contract }: RowTimes): void {
  const rows = decisionTimeUs.length;
  const lengths = [knownTimeUs.length, hasLabel?.length ?? rows, day.length, contract?.length ?? rows];
  if (lengths.some((length) => length !== rows)) {
    throw splitError('split-rows', `Columns of ${lengths.join(', ')} rows stand beside ${rows} decisions`, 'rows');
  }
  for (let row = 0; row < rows; row++) {
    if (row > 0 && !(decisionTimeUs[row]! >= decisionTimeUs[row - 1]!)) {
      throw splitError(
        'split-rows',
        `Row ${row} is decided before the row above`,
        'decision_time',
        'Call sortByTime()',
      );
    }
    if (row > 0 && day[row]! < day[row - 1]!) {
      throw splitError(
        'split-rows',
        `Row ${row} is of ${days[day[row]!]}, a day that had ended`,
        'day',
        'Call sortByTime()',
      );
    }
    if (hasLabel !== undefined && hasLabel[row] !== 1) continue;
    if (!(knownTimeUs[row]! > decisionTimeUs[row]!)) {
      throw splitError('split-rows', `The label of row ${row} is known before or when it is decided`, 'known_time');
    }
  }
}
