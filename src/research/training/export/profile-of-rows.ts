// Rows of an ensemble and the closes of their candles in; what the inputs were like in training, for the judgement of live inputs, out.

import type { InputProfile } from '../../../core/prediction/input-profile.ts';
import type { RegimeRows } from '../../ensembles/regime-rows.ts';
import type { Frame } from '../../frames/frame.ts';
import { profileOf } from '../profile-of-inputs.ts';
import { UnchangedInSession } from '../unchanged-in-session.ts';

/** `candles` has a column `close` under close times. Undefined where a row has no candle there, or a close is missing. */
export function profileOfRows(rows: RegimeRows, used: Uint32Array, candles: Frame): InputProfile | undefined {
  const closes = closesAt(rows.times.decisionTimeUs, candles);
  if (closes === undefined) return undefined;
  const width = rows.inputs.length;
  const values = new Float64Array(used.length * width);
  for (const [j, column] of rows.columns.entries()) {
    for (const [i, row] of used.entries()) values[i * width + j] = column[row]!;
  }
  return profileOf(
    {
      matrix: { columns: rows.inputs, rows: used.length, values },
      day: Uint32Array.from(used, (row) => rows.times.day[row]!),
      unchanged: unchangedByDay(rows, closes),
    },
    Uint32Array.from(used.keys()),
  );
}

/** All rows count, also those without a label: the features went on meanwhile. */
function unchangedByDay({ inputs, columns, rows, times }: RegimeRows, closes: Float64Array): UnchangedInSession[] {
  const days = times.days.map(() => new UnchangedInSession(inputs.length));
  const [values, ready] = [new Float64Array(inputs.length), new Uint8Array(inputs.length)];
  const ages = new Uint16Array(inputs.length);
  for (let row = 0; row < rows; row++) {
    let readyCount = 0;
    for (const [j, column] of columns.entries()) {
      values[j] = column[row]!;
      ready[j] = Number.isNaN(values[j]) ? 0 : 1;
      readyCount += ready[j]!;
    }
    days[times.day[row]!]!.update(
      { ids: inputs, values, ready, ages, readyCount, filledCount: 0 },
      { close: closes[row]! },
    );
  }
  return days;
}

function closesAt(times: Float64Array, candles: Frame): Float64Array | undefined {
  const close = candles.column('close').values;
  const closes = new Float64Array(times.length);
  let at = 0;
  for (const [row, time] of times.entries()) {
    while (at < candles.rows && candles.times[at]! < time) at += 1;
    const value = candles.times[at] === time ? Number(close[at]) : Number.NaN;
    if (!Number.isFinite(value)) return undefined;
    closes[row] = value;
  }
  return closes;
}
