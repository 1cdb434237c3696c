// Several tables one below the other to one; a column that one of them lacks has no values in its rows.

import { assert } from '../../../core/assert.ts';
import type { ColumnTable } from './column-table.ts';
import { markOf, type TypedColumn, wideInt64 } from './typed-column.ts';

/** Where a table has a column under the same name but of another kind. */
export interface KindConflict {
  readonly name: string;
  readonly kinds: readonly [string, string];
}

/** The first column that cannot be joined, or undefined. */
export function kindConflict(tables: readonly ColumnTable[]): KindConflict | undefined {
  const kinds = new Map<string, string>();
  for (const { columns } of tables) {
    for (const [name, { kind }] of columns) {
      const known = kinds.get(name) ?? kind;
      if (known !== kind) return { name, kinds: [known, kind] };
      kinds.set(name, kind);
    }
  }
  return undefined;
}

/** Columns stand in the order in which they first come. There must be no `kindConflict`. */
export function concatTables(tables: readonly ColumnTable[]): ColumnTable {
  assert(kindConflict(tables) === undefined, 'columns of one name must be of one kind');
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const names = new Set(tables.flatMap(({ columns }) => [...columns.keys()]));
  return { rows, columns: new Map([...names].map((name) => [name, concatColumn(tables, name, rows)])) };
}

function concatColumn(tables: readonly ColumnTable[], name: string, rows: number): TypedColumn {
  const parts = tables.map(({ columns }) => columns.get(name));
  const first = parts.find((part) => part !== undefined)!;
  const isWide = parts.some((part) => part?.values instanceof BigInt64Array);
  const values = isWide ? new BigInt64Array(rows) : emptyLike(first, rows);
  const valid = new Uint8Array(rows);
  const dictionary = new Dictionary();
  let start = 0;
  for (const [index, part] of parts.entries()) {
    const count = tables[index]!.rows;
    if (part !== undefined) {
      if (part.valid === undefined) valid.fill(1, start, start + count);
      else valid.set(part.valid, start);
      if (part.kind === 'text') dictionary.translate(part, values as Int32Array, start);
      else if (isWide) (values as BigInt64Array).set(wideInt64(part.values as Float64Array | BigInt64Array), start);
      else (values as Float64Array).set(part.values as Float64Array, start);
    }
    start += count;
  }
  const words = first.kind === 'text' ? { words: dictionary.words } : {};
  return { kind: first.kind, values, valid: markOf(valid), ...words } as TypedColumn;
}

function emptyLike(column: TypedColumn, rows: number): TypedColumn['values'] {
  return new (column.values.constructor as new (length: number) => TypedColumn['values'])(rows);
}

/** One list of words for texts that come with lists of their own. */
class Dictionary {
  readonly words: string[] = [];
  private readonly places = new Map<string, number>();

  translate(column: TypedColumn & { readonly kind: 'text' }, into: Int32Array, start: number): void {
    const places = column.words.map((word) => this.placeOf(word));
    for (let row = 0; row < column.values.length; row++) into[start + row] = places[column.values[row]!] ?? 0;
  }

  private placeOf(word: string): number {
    const known = this.places.get(word);
    if (known !== undefined) return known;
    this.places.set(word, this.words.length);
    return this.words.push(word) - 1;
  }
}
