// SQL text in; one prepared query that only reads, or a UserError that says why it is none, out.

import { type DuckDBConnection, type DuckDBPreparedStatement, StatementType } from '@duckdb/node-api';
import { badSql } from './sql-error.ts';

// A plan may be asked for, also with the query run; what it explains is checked like any other.
const EXPLAIN = /^\s*explain(\s+analyze\s|\s*\([^()]*\)|\s)/i;

// Functions that change how the database runs, read memory by address or hide a statement in a text: none of them reads data.
const NOT_FOR_DATA =
  /\b((enable|disable)_(logging|profil|peg|verif|check|object|progress|print|optimizer)\w*|truncate_duckdb_logs|arrow_scan\w*|seq_scan|json_execute_serialized_sql|query(_table)?"?\s*\()/i;

const ONE_QUERY =
  'Write one SELECT (also FROM, WITH, VALUES, SUMMARIZE, DESCRIBE, SHOW, EXPLAIN); nothing can be changed or written';

/** Errors of the database come through as they are; the caller translates them. */
export async function prepareQuery(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
  const hidden = NOT_FOR_DATA.exec(sql)?.[0];
  if (hidden !== undefined)
    throw badSql({
      message: `The SQL uses ${hidden.replace(/["\s(]+$/, '')}, which does not read data`,
      fix: ONE_QUERY,
    });
  const explained = EXPLAIN.exec(sql)?.[0];
  // blanks keep the places that complaints name
  const query = explained === undefined ? sql : explained.replaceAll(/\S/g, ' ') + sql.slice(explained.length);
  const statement = await prepareOne(connection, query);
  return explained === undefined ? statement : connection.prepare(sql);
}

async function prepareOne(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
  if (sql.trim() === '') throw badSql({ message: 'The SQL is empty', fix: ONE_QUERY });
  const statements = await extracted(connection, sql);
  if (statements.count !== 1) throw severalError(sql, statements.count);
  const statement = await statements.prepare(0);
  if (statement.statementType === StatementType.SELECT) return statement;
  const type = StatementType[statement.statementType] ?? 'another kind';
  throw badSql({ message: `The SQL is no query but ${type.replaceAll('_', ' ')}`, fix: ONE_QUERY });
}

async function extracted(connection: DuckDBConnection, sql: string): ReturnType<DuckDBConnection['extractStatements']> {
  try {
    return await connection.extractStatements(sql);
  } catch (error) {
    // comments only: the library has no words for that
    if (error instanceof Error && error.message === 'Error in native callback') {
      throw badSql({ message: 'The SQL holds no statement', fix: ONE_QUERY });
    }
    throw error;
  }
}

function severalError(sql: string, count: number): Error {
  const isPivot = /\bpivot\b/i.test(sql);
  return badSql({
    message: isPivot ? 'A PIVOT must name its values' : `The SQL holds ${count} statements`,
    fix: isPivot ? 'Write PIVOT ... ON column IN (value, value)' : ONE_QUERY,
  });
}
