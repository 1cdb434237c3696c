// Values one after the other to a typed column that grows with them; a row without one is marked as missing.

import {
  type ColumnKind,
  constantText,
  markOf,
  narrowInt64,
  type TypedColumn,
  type Value,
  wideInt64,
} from './typed-column.ts';

const FIRST_ROWS = 1024;

function arrayFor(kind: ColumnKind, rows: number): TypedColumn['values'] {
  switch (kind) {
    case 'float':
    case 'int64':
    case 'time':
      return new Float64Array(rows);
    case 'int32':
    case 'text':
      return new Int32Array(rows);
    case 'boolean':
      return new Uint8Array(rows);
  }
}

/** What is added must be of the kind: finite numbers, whole ones, texts. A bigint makes the column a wide one. */
export class ColumnBuffer {
  length = 0;
  readonly kind: ColumnKind;
  private values: TypedColumn['values'];
  private valid: Uint8Array;
  private words: string[] = [];
  private places = new Map<string, number>();

  constructor(kind: ColumnKind) {
    this.kind = kind;
    this.values = arrayFor(kind, FIRST_ROWS);
    this.valid = new Uint8Array(FIRST_ROWS);
  }

  add(value: Value | undefined): void {
    if (this.length === this.valid.length) this.grow();
    const row = this.length++;
    if (value === undefined) return;
    this.valid[row] = 1;
    if (typeof value === 'string') this.values[row] = this.placeOf(value);
    else if (typeof value === 'bigint' || this.values instanceof BigInt64Array) this.addWide(row, value as bigint);
    else this.values[row] = Number(value);
  }

  /** The column of all values since the last call; what follows begins a new one. */
  take(): TypedColumn {
    const { kind, length, words } = this;
    const valid = markOf(this.valid.slice(0, length));
    const taken = this.values.slice(0, length);
    const values = taken instanceof BigInt64Array ? narrowInt64(taken) : taken;
    this.values = arrayFor(kind, FIRST_ROWS);
    this.valid = new Uint8Array(FIRST_ROWS);
    this.length = 0;
    this.words = [];
    this.places = new Map();
    if (kind !== 'text') return { kind, values, valid } as TypedColumn;
    // a word for the rows without one to point at
    return words.length === 0
      ? { ...constantText('', length), valid }
      : ({ kind, values, valid, words } as TypedColumn);
  }

  private addWide(row: number, value: bigint | number): void {
    if (!(this.values instanceof BigInt64Array)) this.values = wideInt64(this.values as Float64Array);
    this.values[row] = BigInt(value);
  }

  private placeOf(word: string): number {
    const known = this.places.get(word);
    if (known !== undefined) return known;
    this.places.set(word, this.words.length);
    return this.words.push(word) - 1;
  }

  private grow(): void {
    const rows = this.valid.length * 2;
    const values = this.values instanceof BigInt64Array ? new BigInt64Array(rows) : arrayFor(this.kind, rows);
    values.set(this.values as never);
    const valid = new Uint8Array(rows);
    valid.set(this.valid);
    this.values = values;
    this.valid = valid;
  }
}
