// Parts of the store, or a question to it in SQL, to a frame.

import { chosenParts, type PartChoice } from '../../adapters/datasets/export/chosen-parts.ts';
import { isCandleKind } from '../../adapters/datasets/schema.ts';
import type { ColumnTable, Row } from '../../adapters/datasets/sql/column-table.ts';
import { kindConflict } from '../../adapters/datasets/sql/concat-columns.ts';
import type { SqlSpan } from '../../adapters/datasets/sql/open-sql.ts';
import { partTable } from '../../adapters/datasets/sql/part-table.ts';
import type { SqlCounts, SqlParameters, SqlSession, SqlStream } from '../../adapters/datasets/sql/sql-session.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import { assert } from '../../core/assert.ts';
import { Frame } from './frame.ts';
import { sourceOf } from './frame-meta.ts';

/** A candle is known when it ends; its `time` is its open. */
const CANDLE_INDEX = { index: 'close_time', marks: 'end' } as const;

/** All rows of the parts, proven, oldest first; index `time`, of candles `close_time`. UserErrors as of `exportParts`. */
export async function partsFrame(store: DatasetStore, choice: PartChoice): Promise<Frame> {
  const frames: Frame[] = [];
  for (const part of chosenParts(store, choice)) {
    const { columns, manifest } = await store.readProven(part);
    const { instrument, provenance } = manifest;
    const meta = { instrument, provenance, sources: [sourceOf(manifest)] };
    const table = partTable({ part, columns });
    frames.push(new Frame(table, isCandleKind(part.kind) ? { ...CANDLE_INDEX, meta } : { index: 'time', meta }));
  }
  assert(kindConflict(frames) === undefined, 'parts of one kind have columns of one kind');
  return Frame.concat(frames);
}

/** SQL over the store whose answers are frames; see docs/sql.md. */
export class FrameSql {
  private readonly session: SqlSession;

  constructor(session: SqlSession) {
    this.session = session;
  }

  /** Files behind the views, and those left out because the quality gate refused them. */
  get counts(): SqlCounts {
    return this.session.counts;
  }

  /** `index` names the column of times. UserErrors `bad-sql`, `sql-too-large`, `frame-index`. */
  async frame(sql: string, parameters?: SqlParameters, index?: string): Promise<Frame> {
    return new Frame(await this.session.query(sql, parameters), { index });
  }

  rows(sql: string, parameters?: SqlParameters): Promise<Row[]> {
    return this.session.rows(sql, parameters);
  }

  /** Batches in bounded memory. */
  async *frames(sql: string, parameters?: SqlParameters): AsyncGenerator<Frame, void, undefined> {
    const batches: SqlStream = await this.session.stream(sql, parameters);
    for await (const batch of batches) yield new Frame(batch satisfies ColumnTable);
  }

  close(): void {
    this.session.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** The database is loaded when the first session is opened. UserErrors as of `openSql` of the adapter. */
export async function openSql(store: DatasetStore, span: SqlSpan = {}): Promise<FrameSql> {
  const adapter = await import('../../adapters/datasets/sql/open-sql.ts');
  return new FrameSql(await adapter.openSql(store, span));
}
