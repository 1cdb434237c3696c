// SQL text and parameters in; typed columns out, all at once or in batches; each query on a connection of its own.

import type {
  DuckDBConnection,
  DuckDBInstance,
  DuckDBPreparedStatement,
  DuckDBResult,
  DuckDBValue,
  DuckDBVector,
} from '@duckdb/node-api';
import { UserError } from '../../user-error.ts';
import { ColumnBuffer } from './column-buffer.ts';
import { type ColumnTable, type Row, rowsOf } from './column-table.ts';
import { concatTables } from './concat-columns.ts';
import { prepareQuery } from './prepare-query.ts';
import { type VectorReader, vectorReader } from './read-vector.ts';
import { sqlError } from './sql-error.ts';
import type { ColumnHead, TypedColumn } from './typed-column.ts';

export type SqlParameter = string | number | bigint | boolean | null;
/** By place (`$1`, `?`) or by name (`$day`). */
export type SqlParameters = readonly SqlParameter[] | Readonly<Record<string, SqlParameter>>;

export interface SqlStream extends AsyncIterable<ColumnTable> {
  /** Known before the first row. */
  readonly columns: readonly ColumnHead[];
  /** An answer without rows. */
  readonly none: ColumnTable;
}

export interface SqlCounts {
  /** Files behind the views. */
  readonly parts: number;
  /** Parts that the views leave out because the quality gate refused them; `parts` lists them. */
  readonly refused: number;
}

/** Rows of a batch of `stream`, more or less. */
const BATCH_ROWS = 65_536;
/** Values (rows x columns) that `query` gives at once; 800 MB of numbers. */
const QUERY_VALUES_MAX = 100_000_000;

export class SqlSession {
  readonly counts: SqlCounts;
  private readonly instance: DuckDBInstance;

  constructor(instance: DuckDBInstance, counts: SqlCounts) {
    this.instance = instance;
    this.counts = counts;
  }

  /** The whole answer. UserErrors: `bad-sql` with line and column, `sql-too-large`, `part-corrupt`. */
  async query(sql: string, parameters: SqlParameters = []): Promise<ColumnTable> {
    const stream = await this.stream(sql, parameters);
    const batches: ColumnTable[] = [];
    let values = 0;
    for await (const batch of stream) {
      batches.push(batch);
      values += batch.rows * Math.max(1, batch.columns.size);
      if (values > QUERY_VALUES_MAX) throw tooLarge();
    }
    return batches.length === 1 ? batches[0]! : concatTables([stream.none, ...batches]);
  }

  /** The answer as objects: for few rows. */
  async rows(sql: string, parameters: SqlParameters = []): Promise<Row[]> {
    return rowsOf(await this.query(sql, parameters));
  }

  /** The answer batch by batch, in bounded memory; to be read once. A loop that is left early ends the query. */
  async stream(sql: string, parameters: SqlParameters = []): Promise<SqlStream> {
    const connection = await this.instance.connect();
    try {
      const statement = await prepareQuery(connection, sql);
      bind(statement, parameters);
      const result = await statement.stream();
      const heads = headsOf(result);
      const columns = heads.map(({ name, kind }) => ({ name, kind }));
      return {
        columns,
        none: emptyTable(columns),
        [Symbol.asyncIterator]: () => batches(connection, result, heads, sql),
      };
    } catch (error) {
      connection.closeSync();
      throw sqlError(error, sql);
    }
  }

  close(): void {
    this.instance.closeSync();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

interface Head extends VectorReader {
  readonly name: string;
}

function headsOf(result: DuckDBResult): readonly Head[] {
  const types = result.columnTypes();
  return result.deduplicatedColumnNames().map((name, index) => ({ name, ...vectorReader(types[index]!, name) }));
}

async function* batches(
  connection: DuckDBConnection,
  result: DuckDBResult,
  heads: readonly Head[],
  sql: string,
): AsyncGenerator<ColumnTable, void, undefined> {
  const buffers = heads.map(({ kind }) => new ColumnBuffer(kind));
  let rows = 0;
  const take = (): ColumnTable => {
    const columns = new Map<string, TypedColumn>(heads.map(({ name }, index) => [name, buffers[index]!.take()]));
    const table = { rows, columns };
    rows = 0;
    return table;
  };
  try {
    for (let chunk = await result.fetchChunk(); chunk !== null; chunk = await result.fetchChunk()) {
      const count = chunk.rowCount;
      if (count === 0) break;
      for (const [index, { parse }] of heads.entries())
        addVector(buffers[index]!, chunk.getColumnVector(index), count, parse);
      rows += count;
      if (rows >= BATCH_ROWS) yield take();
    }
    if (rows > 0) yield take();
  } catch (error) {
    throw sqlError(error, sql);
  } finally {
    connection.closeSync();
  }
}

function addVector(buffer: ColumnBuffer, vector: DuckDBVector, rows: number, parse: VectorReader['parse']): void {
  for (let row = 0; row < rows; row++) {
    const value = vector.getItem(row);
    buffer.add(value === null ? undefined : parse(value));
  }
}

function bind(statement: DuckDBPreparedStatement, parameters: SqlParameters): void {
  const plain = (value: SqlParameter): DuckDBValue =>
    // whole numbers are compared with int64 columns and used as limits
    typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(parameters)) {
    if (parameters.length > 0) statement.bind(parameters.map(plain));
  } else {
    statement.bind(Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, plain(value)])));
  }
}

function emptyTable(columns: readonly ColumnHead[]): ColumnTable {
  return { rows: 0, columns: new Map(columns.map(({ name, kind }) => [name, new ColumnBuffer(kind).take()])) };
}

function tooLarge(): UserError {
  return new UserError({
    code: 'sql-too-large',
    message: `The answer has more than ${QUERY_VALUES_MAX} values`,
    field: 'sql',
    fix: 'Aggregate, add LIMIT, or read it batch by batch with stream()',
  });
}
