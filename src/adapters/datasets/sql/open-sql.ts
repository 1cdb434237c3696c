// A dataset store and which of its parts; a session of SQL over views of them, which reads these files and can do nothing else.

import { totalmem } from 'node:os';
import { resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parseDay } from '../../../core/market/civil-day.ts';
import { UserError } from '../../user-error.ts';
import { listedNames } from '../listed-names.ts';
import type { PartRef } from '../part-path.ts';
import type { DatasetStore } from '../store.ts';
import { isRefused } from '../usable-part.ts';
import { createManifestTable } from './manifest-table.ts';
import { SqlSession } from './sql-session.ts';
import { STORE_MACROS } from './store-macros.ts';
import { pathList, STORE_VIEWS, viewSql } from './store-views.ts';

export interface SqlSpan {
  /** Names as the store has them; all of them when absent. */
  readonly instruments?: readonly string[] | undefined;
  /** Local dates, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Memory that queries may take together, in MB; default half of the machine's. Nothing is put on disk when it is reached. */
  readonly memoryMb?: number | undefined;
}

const SHARE_OF_MEMORY = 0.5;
const LISTED_INSTRUMENTS = 12;
const MB = 1_048_576;

/**
 * Views `trades`, `quotes`, `levels`, `orders`, `lasts`, `candles`, `daily` over the committed parts and a table `parts` of
 * all manifests; see docs/sql.md. Parts that the quality gate refused are in no view unless the store accepts them. UserErrors: `bad-option`, `unknown-instrument`, `manifest-wrong`.
 */
export async function openSql(store: DatasetStore, span: SqlSpan = {}): Promise<SqlSession> {
  const found = partsOf(store, span);
  const manifests = found.map((part) => store.manifest(part));
  // as everywhere: what the quality gate refused is read by those who say so
  const parts = found.filter((_, at) => store.acceptRefused || !isRefused(manifests[at]!));
  const memoryMb = span.memoryMb ?? Math.floor((totalmem() * SHARE_OF_MEMORY) / MB);
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${memoryMb}MiB`,
    // spilled rows would be files written
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    errors_as_json: 'true',
    // a division by zero is a missing value, not infinity
    ieee_floating_point_ops: 'false',
  });
  const connection = await instance.connect();
  try {
    for (const statement of statementsFor(parts)) await connection.run(statement);
    await createManifestTable(connection, manifests);
    for (const statement of lockSql(parts)) await connection.run(statement);
  } catch (error) {
    instance.closeSync();
    throw error;
  } finally {
    connection.closeSync();
  }
  return new SqlSession(instance, { parts: parts.length, refused: found.length - parts.length });
}

function statementsFor(parts: readonly PartRef[]): readonly string[] {
  return ["SET GLOBAL TimeZone = 'UTC'", ...STORE_VIEWS.map((view) => viewSql(view, parts)), ...STORE_MACROS];
}

/** From here on only these very files can be opened, and nothing of it can be changed back. */
function lockSql(parts: readonly PartRef[]): readonly string[] {
  return [
    `SET GLOBAL allowed_paths = ${pathList(parts)}`,
    'SET GLOBAL enable_external_access = false',
    'SET GLOBAL lock_configuration = true',
  ];
}

function partsOf(store: DatasetStore, span: SqlSpan): readonly PartRef[] {
  const { from = '0001-01-01', to = '9999-12-31' } = span;
  for (const [field, day] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (parseDay(day) === undefined) {
      throw new UserError({
        code: 'bad-option',
        message: `"${day}" is no date`,
        field,
        fix: 'Write the day as YYYY-MM-DD',
      });
    }
  }
  return instrumentsOf(store, span.instruments)
    .flatMap((instrument) => store.parts(instrument))
    .filter(({ day }) => day >= from && day <= to)
    .map((part) => ({ ...part, path: resolve(part.path) }));
}

function instrumentsOf(store: DatasetStore, asked: readonly string[] | undefined): readonly string[] {
  const present = store.instruments();
  const unknown = asked?.find((name) => !present.includes(name));
  if (unknown === undefined) return asked ?? present;
  throw new UserError({
    code: 'unknown-instrument',
    message: `The store has nothing of ${unknown}`,
    field: 'instrument',
    fix: `It has ${present.length === 0 ? 'nothing yet: see qt import --help' : listedNames(present, LISTED_INSTRUMENTS)}`,
  });
}
