// A frame's table, index and origin to an Arrow table and back, with nothing lost on the way.

import { type Table, tableFromIPC, tableToIPC } from 'apache-arrow';
import { z } from 'zod';
import { arrowTable } from '../../adapters/datasets/export/arrow-columns.ts';
import { columnTable } from '../../adapters/datasets/export/read-arrow.ts';
import { PROVENANCES } from '../../adapters/datasets/manifest.ts';
import type { ColumnTable } from '../../adapters/datasets/sql/column-table.ts';
import { UserError } from '../../adapters/user-error.ts';
import { type FrameMeta, NO_META } from './frame-meta.ts';
import type { IndexMarks } from './resample.ts';

export interface FrameParts {
  readonly table: ColumnTable;
  readonly index: string | undefined;
  readonly marks: IndexMarks;
  readonly meta: FrameMeta;
}

/** Key of the schema's metadata under which index and origin stand. */
const KEY = 'quantumtrader.frame';

const source = z.object({
  instrument: z.string(),
  kind: z.string(),
  day: z.string(),
  sha256: z.string(),
  refused: z.literal(true).optional(),
});
const noted = z.object({
  index: z.string().optional(),
  marks: z.enum(['moment', 'end']),
  instrument: z.string().optional(),
  provenance: z.enum(PROVENANCES).optional(),
  sources: z.array(source),
  missing: z.array(z.string()).optional(),
});

export function frameToArrow({ table, index, marks, meta }: FrameParts): Table {
  return arrowTable(table, new Map([[KEY, JSON.stringify({ index, marks, ...meta })]]));
}

/** Bytes of an Arrow IPC file. */
export function frameToIpc(parts: FrameParts): Uint8Array {
  return tableToIPC(frameToArrow(parts), 'file');
}

/** UserErrors `frame-type` for a column that frames do not have, `frame-bytes` for metadata that are not ours. */
export function frameFromArrow(table: Table): FrameParts {
  const text = table.schema.metadata.get(KEY);
  if (text === undefined) return { table: columnTable(table), index: undefined, marks: 'moment', meta: NO_META };
  const { index, marks, ...meta } = notedIn(text);
  return {
    table: columnTable(table),
    index,
    marks,
    meta: { ...meta, instrument: meta.instrument, provenance: meta.provenance },
  };
}

/** UserErrors as above; `frame-bytes` where the bytes are no Arrow IPC file or stream. */
export function frameFromIpc(bytes: Uint8Array): FrameParts {
  let table: Table;
  try {
    table = tableFromIPC(bytes);
  } catch (cause) {
    throw bytesError(cause instanceof Error ? cause.message : String(cause), cause);
  }
  return frameFromArrow(table);
}

function notedIn(text: string): z.infer<typeof noted> {
  try {
    return noted.parse(JSON.parse(text));
  } catch (cause) {
    throw bytesError(`what it says under ${KEY} is not of a frame`, cause);
  }
}

function bytesError(why: string, cause: unknown): UserError {
  return new UserError({
    code: 'frame-bytes',
    message: `The Arrow data cannot be read: ${why}`,
    fix: 'Use the bytes of toArrowIpc(), or a file or stream in the Arrow IPC format',
    cause,
  });
}
