// The parts of a store to the SQL text of the views over them: one per kind, with instrument and day beside the rows.

import { assert } from '../../../core/assert.ts';
import type { PartRef } from '../part-path.ts';
import { type ColumnSpec, type ColumnType, columnsOf, isCandleKind, type PartKind } from '../schema.ts';
import { noValueRules } from './no-value-rules.ts';

export interface StoreView {
  readonly name: string;
  /** A kind whose columns it has. */
  readonly like: PartKind;
  readonly holds: (kind: PartKind) => boolean;
}

/** Every view, whether or not the store has parts for it. */
export const STORE_VIEWS: readonly StoreView[] = [
  ...(['trades', 'quotes', 'levels', 'orders', 'lasts', 'daily'] as const).map((name) => ({
    name,
    like: name,
    holds: (kind: PartKind) => kind === name,
  })),
  { name: 'candles', like: 'candles-1m', holds: (kind) => isCandleKind(kind) && kind !== 'daily' },
];

const SQL_TYPE: Readonly<Record<ColumnType, string>> = { int32: 'INTEGER', int64: 'BIGINT', double: 'DOUBLE' };

// datasets/<instrument>/<kind>/<day>.parquet; of these the database can tell without opening a file which ones a filter excludes
const INSTRUMENT = String.raw`regexp_extract(filename, '([^/\\]+)[/\\][^/\\]+[/\\][^/\\]+$', 1)`;
const INTERVAL = String.raw`regexp_extract(filename, '[/\\]candles-([^/\\]+)[/\\][^/\\]+$', 1)`;
const DAY = String.raw`CAST(regexp_extract(filename, '(\d{4}-\d\d-\d\d)\.parquet$', 1) AS DATE)`;

export function quoted(text: string): string {
  assert(!text.includes('\0'), 'no text for SQL holds a zero byte');
  return `'${text.replaceAll("'", "''")}'`;
}

function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A list of paths as SQL. */
export function pathList(parts: readonly PartRef[]): string {
  return `[${parts.map(({ path }) => quoted(path)).join(', ')}]`;
}

/** `CREATE VIEW ...`: all columns of the kind, in the order of schema.ts, whether or not a part has them. */
export function viewSql(view: StoreView, parts: readonly PartRef[]): string {
  const files = parts.filter(({ kind }) => view.holds(kind));
  const empty = `SELECT ${emptyColumns(view)} WHERE false`;
  if (files.length === 0) return `CREATE VIEW ${view.name} AS ${empty}`;
  const found =
    `SELECT ${[...placeColumns(view).map(([name, , sql]) => `${sql} AS ${name}`)].join(', ')}, * EXCLUDE (filename)${replacements(view)} ` +
    `FROM read_parquet(${pathList(files)}, union_by_name = true, filename = true, hive_partitioning = false)`;
  return `CREATE VIEW ${view.name} AS (${empty}) UNION ALL BY NAME (${found})`;
}

/** Rows that write "none" as a number have no value. */
function replacements(view: StoreView): string {
  const rules = [...noValueRules(view.like)].map(([name, rule]) =>
    rule.kind === 'flag'
      ? `CASE WHEN flags & ${rule.bit} <> 0 THEN ${quotedName(name)} END AS ${quotedName(name)}`
      : `NULLIF(${quotedName(name)}, ${rule.none}) AS ${quotedName(name)}`,
  );
  return rules.length === 0 ? '' : ` REPLACE (${rules.join(', ')})`;
}

/** Name, type and expression of what stands beside the columns of the part. */
function placeColumns(view: StoreView): readonly (readonly [string, string, string])[] {
  const isCandles = isCandleKind(view.like);
  const time = isCandles ? 'open_time_us' : 'time_us';
  return [
    ['instrument', 'VARCHAR', INSTRUMENT],
    ['day', 'DATE', DAY],
    ...(view.name === 'candles' ? ([['interval', 'VARCHAR', INTERVAL]] as const) : []),
    ['time', 'TIMESTAMPTZ', `make_timestamptz(${time})`],
    ...(isCandles ? ([['close_time', 'TIMESTAMPTZ', 'make_timestamptz(close_time_us)']] as const) : []),
  ];
}

function emptyColumns(view: StoreView): string {
  const place = placeColumns(view).map(([name, type]) => `CAST(NULL AS ${type}) AS ${name}`);
  const own = columnsOf(view.like).map(
    ({ name, type }: ColumnSpec) => `CAST(NULL AS ${SQL_TYPE[type]}) AS ${quotedName(name)}`,
  );
  return [...place, ...own].join(', ');
}
