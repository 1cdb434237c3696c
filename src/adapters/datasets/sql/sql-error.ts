// What the database threw and the statement in; a UserError with the place in the statement and a way out out.

import { UserError } from '../../user-error.ts';

/** The part of the database's message that says what is wrong and where; it is JSON after an optional prefix. */
interface Complaint {
  readonly type: string;
  readonly message: string;
  /** Byte of the statement, from 0. */
  readonly position: number | undefined;
}

export function sqlError(cause: unknown, sql: string): unknown {
  if (cause instanceof UserError || !(cause instanceof Error)) return cause;
  const { type, message, position } = complaintOf(cause.message);
  const place = placeOf(sql, position);
  const details = { message: sentenceOf(message, place), ...place, field: 'sql', cause };
  switch (type) {
    case 'Out of Memory':
      return new UserError({
        ...details,
        code: 'sql-too-large',
        fix: 'Ask for fewer days or columns, aggregate, or leave ORDER BY out; memoryMb raises the limit',
      });
    case 'Permission':
      return new UserError({
        ...details,
        code: 'bad-sql',
        fix: 'SQL reads the parts of the store and nothing else: use the views that SHOW TABLES lists',
      });
    case 'IO':
      return new UserError({
        ...details,
        code: 'part-corrupt',
        fix: 'A part of the store cannot be read: import the source file of that day again with --replace',
      });
    default:
      return badSql({ ...details, fix: fixOf(type) });
  }
}

export interface BadSqlDetails {
  readonly message: string;
  readonly fix: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly cause?: unknown;
}

export function badSql(details: BadSqlDetails): UserError {
  return new UserError({ field: 'sql', ...details, code: 'bad-sql' });
}

function fixOf(type: string): string {
  if (type === 'Catalog') return 'SHOW TABLES lists the views, DESCRIBE trades the columns of one (docs/sql.md)';
  if (type === 'Binder')
    return 'DESCRIBE trades lists the columns of a view; "order" is a word of SQL and stands in quotes';
  return 'docs/sql.md has examples; the language is that of DuckDB';
}

function complaintOf(text: string): Complaint {
  const json = text.slice(Math.max(0, text.indexOf('{')));
  try {
    const { exception_type: type, exception_message: message, position } = JSON.parse(json);
    if (typeof message !== 'string') throw new Error('no message');
    return { type: String(type), message, position: position === undefined ? undefined : Number(position) };
  } catch {
    return { type: '', message: text, position: undefined };
  }
}

function sentenceOf(message: string, { line, column }: Place): string {
  const where = line === undefined ? '' : ` at line ${line}, column ${column}`;
  return `The SQL is refused${where}: ${message.trim().replaceAll(/\s*\n\s*/g, ' ')}`;
}

/** Both count from 1. */
interface Place {
  readonly line?: number;
  readonly column?: number;
}

function placeOf(sql: string, position: number | undefined): Place {
  const bytes = new TextEncoder().encode(sql);
  // a position beyond the statement belongs to the text of a view
  if (position === undefined || !(position >= 0 && position < bytes.length)) return {};
  const lines = new TextDecoder().decode(bytes.subarray(0, position)).split('\n');
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}
