// A file of real candles in; features of each candle with whether the price is higher some candles later that day, by days, out.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importFiles } from '../../../../src/adapters/datasets/importing/import.ts';
import type { PartColumns } from '../../../../src/adapters/datasets/row-buffer.ts';
import { openStore } from '../../../../src/adapters/datasets/store.ts';
import { type Candle, emptyCandle } from '../../../../src/core/candles/candle.ts';
import type { FeatureSpec } from '../../../../src/core/features/feature.ts';
import { FeatureSet } from '../../../../src/core/features/feature-set.ts';
import type { SessionContext } from '../../../../src/core/features/session-context.ts';
import { barInputs } from '../../../../src/research/training/bar-inputs.ts';
import type { LabelledRows } from '../../../../src/research/training/trainer.ts';

/** One horizon for all sets: the question is how well trainers learn, not what is traded. */
const HORIZON = 5;

export interface RealRows {
  readonly rows: LabelledRows;
  /** By row, in order of time: the number of its day. */
  readonly day: Uint32Array;
  readonly days: number;
}

/** `symbol` where the file names none. Adjusted series are read as well: ratios of prices are the same. */
export async function realRows(file: string, symbol: string | undefined, mapping?: string): Promise<RealRows> {
  const home = mkdtempSync(join(tmpdir(), 'quantumtrader-'));
  try {
    const how = mapping === undefined ? { format: 'auto', instrument: symbol } : { format: 'csv', mapping };
    await importFiles({ home, files: [file], ...how });
    const store = openStore(home, { acceptRefused: true });
    const parts = store.instruments().flatMap((instrument) => store.parts(instrument));
    const bars = parts.filter(({ kind }) => kind.startsWith('candles-')).sort((a, b) => (a.day < b.day ? -1 : 1));
    const days: { readonly day: string; readonly columns: PartColumns }[] = [];
    for (const part of bars) {
      days.push({ day: part.day, columns: await store.readPart(part.instrument, part.kind, part.day) });
    }
    return rowsOf(days, barInputs);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function rowsOf(
  days: readonly { readonly day: string; readonly columns: PartColumns }[],
  specs: Readonly<Record<string, FeatureSpec>>,
): RealRows {
  const set = new FeatureSet(specs);
  const inputs = Object.values(specs).map(({ meta }) => meta.id);
  const values: number[][] = inputs.map(() => []);
  const label: number[] = [];
  const dayOf: number[] = [];
  const candle = emptyCandle();
  days.forEach(({ day, columns }, number) => {
    const count = columns.close!.length;
    const session = sessionOf(day, columns);
    for (let at = 0; at < count; at++) {
      Object.assign(candle, candleAt(columns, at));
      set.update(candle, session);
      if (at + HORIZON >= count) continue;
      for (const [j, column] of values.entries()) column.push(set.ready[j] === 1 ? set.values[j]! : Number.NaN);
      label.push(Number(columns.close![at + HORIZON]! > columns.close![at]!));
      dayOf.push(number);
    }
  });
  const columns = values.map((column) => Float32Array.from(column));
  const rows = { rows: label.length, inputs, columns, label: Float64Array.from(label) };
  return { rows, day: Uint32Array.from(dayOf), days: days.length };
}

function sessionOf(day: string, { open_time_us: open, close_time_us: close }: PartColumns): SessionContext {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return { day, dayOfWeek: weekday || 7, openUs: open![0]!, closeUs: close!.at(-1)!, daysToRoll: 10, tick: 0.5 };
}

function candleAt(columns: PartColumns, at: number): Candle {
  return {
    ...emptyCandle(),
    ...{ openTimeUs: columns.open_time_us![at]!, closeTimeUs: columns.close_time_us![at]! },
    ...{ open: columns.open![at]!, high: columns.high![at]!, low: columns.low![at]!, close: columns.close![at]! },
    ...{ volume: columns.volume![at]!, firstOfSession: at === 0 },
  };
}
