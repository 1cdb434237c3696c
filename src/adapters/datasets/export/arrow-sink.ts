// Tables to an Arrow IPC file, one record batch each; readable by Arrow, pandas, polars and DuckDB without conversion.

import { RecordBatchFileWriter } from 'apache-arrow';
import { ColumnBuffer } from '../sql/column-buffer.ts';
import type { ColumnTable } from '../sql/column-table.ts';
import type { ColumnHead, TypedColumn } from '../sql/typed-column.ts';
import { arrowBatch } from './arrow-columns.ts';
import type { SinkOptions, TableSink } from './table-sink.ts';
import { WholeFile } from './whole-file.ts';

export class ArrowSink implements TableSink {
  private readonly file: WholeFile;
  private readonly heads: readonly ColumnHead[];
  private readonly writer: FileBytes;

  constructor(options: SinkOptions) {
    this.heads = options.columns;
    this.file = new WholeFile(options.path, options.replace);
    this.writer = new FileBytes(this.file);
    // the schema, also where no row follows
    this.write({ rows: 0, columns: new Map() });
  }

  write(table: ColumnTable): void {
    const columns = new Map(
      this.heads.map((head) => [head.name, table.columns.get(head.name) ?? withoutValues(head, table.rows)]),
    );
    this.writer.write(arrowBatch({ rows: table.rows, columns }, undefined, 'plain'));
  }

  finish(): void {
    this.writer.finish();
    this.file.commit();
  }

  discard(): void {
    this.file.discard();
  }
}

function withoutValues({ kind }: ColumnHead, rows: number): TypedColumn {
  const buffer = new ColumnBuffer(kind);
  for (let row = 0; row < rows; row++) buffer.add(undefined);
  return buffer.take();
}

/** The writer of the package collects all bytes in memory; this one hands them to the file as they come. */
class FileBytes extends RecordBatchFileWriter {
  private readonly file: WholeFile;

  constructor(file: WholeFile) {
    super();
    this.file = file;
  }

  protected override _write(chunk: ArrayBufferView): this {
    if (!this._started || chunk.byteLength === 0) return this;
    this.file.write(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this._position += chunk.byteLength;
    return this;
  }
}
