// Tables to a CSV file: UTF-8, commas, a header, one line per row; times as UTC and, where asked, as Sao Paulo wall clock.

import type { ColumnTable } from '../sql/column-table.ts';
import { localWriter, utcWriter } from '../sql/time-text.ts';
import { type ColumnHead, isMissing, type TypedColumn, valueAt } from '../sql/typed-column.ts';
import { csvField, csvText } from './csv-field.ts';
import type { SinkOptions, TableSink } from './table-sink.ts';
import { WholeFile } from './whole-file.ts';

export interface CsvOptions extends SinkOptions {
  /** Every column of times becomes two, `time_local` and `time_utc`; else one, UTC, under its own name. */
  readonly localTimes?: boolean;
}

/** Text is handed to the disk when it is this long, in characters. */
const FLUSH_CHARACTERS = 1_048_576;

interface Field {
  readonly name: string;
  readonly head: ColumnHead;
  readonly text: (column: TypedColumn, row: number) => string;
}

export class CsvSink implements TableSink {
  private readonly file: WholeFile;
  private readonly fields: readonly Field[];
  private readonly encoder = new TextEncoder();
  private text: string;

  constructor(options: CsvOptions) {
    this.fields = options.columns.flatMap((head) => fieldsOf(head, options.localTimes ?? false));
    this.text = `${this.fields.map(({ name }) => csvText(name)).join(',')}\n`;
    this.file = new WholeFile(options.path, options.replace);
  }

  write(table: ColumnTable): void {
    const columns = this.fields.map(({ head }) => table.columns.get(head.name));
    for (let row = 0; row < table.rows; row++) {
      let line = '';
      for (let at = 0; at < columns.length; at++) {
        if (at > 0) line += ',';
        const column = columns[at];
        if (column !== undefined && !isMissing(column, row)) line += this.fields[at]!.text(column, row);
      }
      this.text += `${line}\n`;
      if (this.text.length >= FLUSH_CHARACTERS) this.flush();
    }
  }

  finish(): void {
    this.flush();
    this.file.commit();
  }

  discard(): void {
    this.file.discard();
  }

  private flush(): void {
    this.file.write(this.encoder.encode(this.text));
    this.text = '';
  }
}

function fieldsOf(head: ColumnHead, localTimes: boolean): readonly Field[] {
  if (head.kind !== 'time') return [{ name: head.name, head, text: (column, row) => csvField(valueAt(column, row)) }];
  const utc = utcWriter();
  const local = localWriter();
  const written = (write: (timeUs: number) => string) => (column: TypedColumn, row: number) =>
    write(column.values[row] as number);
  if (!localTimes) return [{ name: head.name, head, text: written(utc) }];
  return [
    { name: `${head.name}_local`, head, text: written(local) },
    { name: `${head.name}_utc`, head, text: written(utc) },
  ];
}
