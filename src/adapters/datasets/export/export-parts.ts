// Chosen parts of the store to one file in a format that other programs read; for CSV also the mapping that imports it again.

import { type Provenance, weakerProvenance } from '../../../core/market/provenance.ts';
import { replaceDurably } from '../../durable-file.ts';
import type { PartRef } from '../part-path.ts';
import { columnsOf, isCandleKind, type PartKind } from '../schema.ts';
import type { ColumnTable } from '../sql/column-table.ts';
import { partTable } from '../sql/part-table.ts';
import type { ColumnHead, ColumnKind } from '../sql/typed-column.ts';
import type { DatasetStore } from '../store.ts';
import { chosenParts, columnsPresent, type PartChoice } from './chosen-parts.ts';
import { CsvReimport } from './csv-reimport.ts';
import { CsvSink } from './csv-sink.ts';
import { ParquetSink } from './parquet-sink.ts';
import { type TableSink, writeAll } from './table-sink.ts';
import { refuseExisting } from './whole-file.ts';

export type ExportFormat = 'csv' | 'parquet' | 'arrow';

export interface ExportRequest extends PartChoice {
  readonly format: ExportFormat;
  /** Path of the file. */
  readonly out: string;
  /** Write over what stands there. */
  readonly replace?: boolean | undefined;
}

export interface ExportedParts {
  readonly path: string;
  readonly rows: number;
  readonly parts: number;
  readonly instruments: readonly string[];
  /** The weakest of the parts. */
  readonly provenance: Provenance;
  /** CSV of anything but orders: a mapping file beside it, for `qt import csv`. */
  readonly mapping?: string;
  /** Columns that an import by that mapping does not give back as they were. */
  readonly notCarried?: readonly string[];
}

/**
 * Every part is proven against its manifest; the file is whole or not there. UserErrors: `part-missing`, `part-corrupt`,
 * `file-exists`, `file-unwritable`.
 */
export async function exportParts(store: DatasetStore, request: ExportRequest): Promise<ExportedParts> {
  const { kind, format, out, replace = false } = request;
  const parts = chosenParts(store, request);
  const present = await columnsPresent(kind, parts);
  const reimport = new CsvReimport(kind, present);
  const mappingPath = `${out.replace(/\.csv$/i, '')}.mapping.json`;
  if (format === 'csv') refuseExisting(mappingPath, replace);
  const provenances: Provenance[] = [];
  const sink = await sinkOf(request, headsOf(kind, present));
  const rows = await writeAll(sink, tables());
  const facts = {
    path: out,
    rows,
    parts: parts.length,
    instruments: [...new Set(parts.map(({ instrument }) => instrument))],
    provenance: provenances.reduce(weakerProvenance),
  };
  const mapping = format === 'csv' ? reimport.mapping() : undefined;
  if (mapping === undefined) return facts;
  replaceDurably(mappingPath, `${JSON.stringify(mapping, null, 2)}\n`);
  return { ...facts, mapping: mappingPath, notCarried: reimport.notCarried() };

  async function* tables(): AsyncGenerator<ColumnTable> {
    for (const part of parts) {
      const { table, provenance } = await readTable(store, part, reimport);
      provenances.push(provenance);
      yield table;
    }
  }
}

async function readTable(
  store: DatasetStore,
  part: PartRef,
  reimport: CsvReimport,
): Promise<{ readonly table: ColumnTable; readonly provenance: Provenance }> {
  const { columns, manifest } = await store.readProven(part);
  reimport.see(columns, manifest);
  return { table: partTable({ part, columns }), provenance: manifest.provenance };
}

async function sinkOf(
  { format, out, replace = false }: ExportRequest,
  columns: readonly ColumnHead[],
): Promise<TableSink> {
  const options = { path: out, replace, columns };
  switch (format) {
    case 'csv':
      return new CsvSink({ ...options, localTimes: true });
    case 'parquet':
      return new ParquetSink(options);
    case 'arrow': {
      // the package takes a tenth of a second to load
      const { ArrowSink } = await import('./arrow-sink.ts');
      return new ArrowSink(options);
    }
  }
}

function headsOf(kind: PartKind, present: ReadonlySet<string>): readonly ColumnHead[] {
  const kinds: Readonly<Record<string, ColumnKind>> = { double: 'float', int32: 'int32', int64: 'int64' };
  const place: ColumnHead[] = [
    { name: 'instrument', kind: 'text' },
    { name: 'day', kind: 'text' },
    { name: 'time', kind: 'time' },
  ];
  if (isCandleKind(kind)) place.push({ name: 'close_time', kind: 'time' });
  const own = columnsOf(kind)
    .filter(({ name }) => present.has(name))
    .map(({ name, type }) => ({ name, kind: kinds[type]! }));
  return [...place, ...own];
}
