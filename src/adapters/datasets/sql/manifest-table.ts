// The manifests of the parts to the rows of the table `parts`: what SQL can ask about where data come from.

import { type DuckDBConnection, DuckDBDateValue } from '@duckdb/node-api';
import { toDayNumber } from '../../../core/market/civil-day.ts';
import type { PartManifest } from '../manifest.ts';

type Field = readonly [
  name: string,
  type: 'VARCHAR' | 'DATE' | 'BIGINT',
  of: (manifest: PartManifest) => string | number | undefined,
];

const FIELDS: readonly Field[] = [
  ['instrument', 'VARCHAR', ({ instrument }) => instrument],
  ['kind', 'VARCHAR', ({ kind }) => kind],
  ['day', 'DATE', ({ day }) => toDayNumber(day)],
  ['rows', 'BIGINT', ({ rows }) => rows],
  ['first_time_us', 'BIGINT', ({ firstTimeUs }) => firstTimeUs],
  ['last_time_us', 'BIGINT', ({ lastTimeUs }) => lastTimeUs],
  ['provenance', 'VARCHAR', ({ provenance }) => provenance],
  ['side_source', 'VARCHAR', ({ sideSource }) => sideSource],
  ['book_source', 'VARCHAR', ({ bookSource }) => bookSource],
  ['adjusted', 'VARCHAR', ({ adjusted }) => adjusted],
  ['verdict', 'VARCHAR', ({ quality }) => quality?.verdict],
  ['source_files', 'VARCHAR', ({ sources }) => sources.map(({ file }) => file).join(', ')],
  ['source_formats', 'VARCHAR', ({ sources }) => [...new Set(sources.map(({ format }) => format))].join(', ')],
  ['sha256', 'VARCHAR', ({ sha256 }) => sha256],
  ['tool_version', 'VARCHAR', ({ toolVersion }) => toolVersion],
];

/** Makes the table and fills it; a field that a manifest does not have is null. */
export async function createManifestTable(
  connection: DuckDBConnection,
  manifests: readonly PartManifest[],
): Promise<void> {
  await connection.run(`CREATE TABLE parts (${FIELDS.map(([name, type]) => `"${name}" ${type}`).join(', ')})`);
  const appender = await connection.createAppender('parts');
  for (const manifest of manifests) {
    for (const [, type, of] of FIELDS) {
      const value = of(manifest);
      if (value === undefined) appender.appendNull();
      else if (type === 'VARCHAR') appender.appendVarchar(String(value));
      else if (type === 'DATE') appender.appendDate(new DuckDBDateValue(Number(value)));
      else appender.appendBigInt(BigInt(value));
    }
    appender.endRow();
  }
  appender.closeSync();
}
