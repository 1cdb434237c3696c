// An import session that keeps every row in memory and stages nothing; the rows of a part as texts, one a row, come out.

import { type DayRows, midnightUsOf, DayRows as Rows } from '../../../src/adapters/datasets/importing/day-rows.ts';
import type { FileLayout } from '../../../src/adapters/datasets/importing/file-import.ts';
import { ImportSession, type SessionOptions } from '../../../src/adapters/datasets/importing/import-session.ts';
import type { RowBuffer } from '../../../src/adapters/datasets/row-buffer.ts';
import { columnsOf, type PartKind } from '../../../src/adapters/datasets/schema.ts';
import { formatDay } from '../../../src/core/market/civil-day.ts';
import { rowText, type StoredValues } from './row-text.ts';

const KINDS = ['trades', 'quotes', 'levels', 'orders', 'lasts', 'candles'] as const;
/** Of the part, not of the line. */
const NOT_OF_LINE: ReadonlySet<string> = new Set(['order', 'close_time_us']);
const MAX_INT32 = 2 ** 31;

/** Parts by name (`WDOU25 trades 2025-08-05`) with their rows as `rowText` writes them. */
export type CollectedParts = ReadonlyMap<string, readonly string[]>;

export class CollectingSession extends ImportSession {
  readonly newestFirst: boolean;
  private readonly collected = new Map<string, DayRows>();
  private readonly filled: ReadonlySet<string>;
  private readonly midnightUs: (dayNumber: number) => number;

  constructor(file: string, filled: ReadonlySet<string>, layout: FileLayout) {
    super({ file, filled, ...layout } as SessionOptions);
    this.newestFirst = layout.newestFirst ?? false;
    this.filled = filled;
    this.midnightUs = layout.midnightUs ?? midnightUsOf;
  }

  /** Days may be scattered here: what a damaged date does to the days around it is tried with a whole import. */
  override day(symbol: string, dayNumber: number): DayRows {
    const key = `${symbol} ${dayNumber}`;
    let rows = this.collected.get(key);
    if (rows === undefined) {
      rows = new Rows(symbol, dayNumber, this.midnightUs(dayNumber), this.filled);
      this.collected.set(key, rows);
    }
    return rows;
  }

  override flush(): void {}

  parts(): CollectedParts {
    const parts = new Map<string, readonly string[]>();
    for (const rows of this.collected.values()) {
      for (const kind of KINDS) {
        if (rows[kind].length === 0) continue;
        parts.set(`${rows.symbol} ${kind} ${formatDay(rows.dayNumber)}`, rowTexts(rows[kind]));
      }
    }
    return parts;
  }

  /** Values that their column cannot hold, in words. */
  misfits(): readonly string[] {
    return [...this.collected.values()].flatMap((rows) =>
      KINDS.flatMap((kind) => misfitsIn(rows[kind], kind === 'candles' ? 'daily' : kind)),
    );
  }
}

function rowTexts(buffer: RowBuffer): readonly string[] {
  const columns = Object.entries(buffer.take()).filter(([name]) => !NOT_OF_LINE.has(name));
  return Array.from({ length: buffer.length }, (_, row) => {
    const values: StoredValues = Object.fromEntries(columns.map(([name, column]) => [name, column[row]!]));
    return rowText(values);
  });
}

function misfitsIn(buffer: RowBuffer, kind: PartKind): readonly string[] {
  const columns = buffer.take();
  return columnsOf(kind).flatMap(({ name, type }) => {
    const fits = (value: number): boolean =>
      type === 'double'
        ? Number.isFinite(value)
        : Number.isSafeInteger(value) && (type === 'int64' || Math.abs(value) < MAX_INT32);
    const wrong = columns[name]?.find((value) => !fits(value));
    return wrong === undefined ? [] : [`${kind} ${name} (${type}) holds ${wrong}`];
  });
}
