// Any delimited text file, described by a mapping, to candles, trades, quotes, levels or last prices.

import { UserError } from '../../user-error.ts';
import type { FileImport } from '../importing/file-import.ts';
import type { ImportFormat } from '../importing/import-format.ts';
import { emptyFields } from '../text/field-scan.ts';
import { readLines } from '../text/line-reader.ts';
import { BarFields } from './bar-fields.ts';
import { layoutOf, MAX_COLUMNS } from './csv-layout.ts';
import type { CsvMapping } from './csv-mapping.ts';
import { recogniseCsv } from './csv-recognition.ts';
import { MappedRows } from './csv-rows.ts';

export const csvFormat: ImportFormat = {
  id: 'csv',
  title: 'any delimited text, described by a mapping (docs/csv-mapping.md)',
  recognise: recogniseCsv,
  namesInstruments: true,
  needsMapping: true,
  importer: importCsv,
};

export async function importCsv(request: FileImport): Promise<string> {
  const layout = await layoutOf(request.file, mappingOf(request));
  const rows = new MappedRows(mappingOf(request), layout, request);
  const { session } = rows;
  const fields = emptyFields(MAX_COLUMNS);
  const row = new BarFields(fields, layout.names, layout.style, session, request.bad);
  const { split, headLines } = layout;
  const sha256 = await readLines(
    request.file,
    (bytes, start, end, line) => {
      if (line <= headLines) return;
      session.rowsRead++;
      split(bytes, start, end, fields);
      if (row.next(bytes, start, end, line)) rows.read(row, line);
    },
    request.onProgress,
  );
  rows.finish();
  return sha256;
}

/** The mapping of an import; a UserError `bad-option` where the user gave none. */
export function mappingOf({ mapping, file }: FileImport): CsvMapping {
  if (mapping !== undefined) return mapping;
  throw new UserError({
    code: 'bad-option',
    message: `Only a mapping says what the columns of ${file} are`,
    file,
    field: 'mapping',
    fix: 'Give a built-in name or a file: --mapping datasets/examples/wdo-contract-m1.json (see docs/csv-mapping.md)',
  });
}
