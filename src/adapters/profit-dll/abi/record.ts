// Values in, a record with the vendor's layout out, and back: one codec for every record of the table.

import assert from 'node:assert/strict';
import koffi from 'koffi';
import { LAYOUTS, type Layout, type LayoutName, type LayoutTable, type ScalarType } from './layouts.ts';
import { encodeText, textAt, textIn } from './text.ts';

/** What a field is in JavaScript: 64-bit integers are bigint, text is a string, a record within is an object. */
export type FieldValue<T> = T extends 'i64'
  ? bigint
  : T extends 'text' | 'text100'
    ? string
    : T extends ScalarType
      ? number
      : T extends LayoutName
        ? RecordValues<T>
        : never;

type Fields<N extends LayoutName> = LayoutTable[N]['fields'];
export type RecordValues<N extends LayoutName> = {
  readonly [F in keyof Fields<N>]: FieldValue<Fields<N>[F] extends { readonly type: infer T } ? T : never>;
};
/** Fields that are left out are zero, null or empty. */
export type RecordInput<N extends LayoutName> = {
  readonly [F in keyof RecordValues<N>]?: RecordValues<N>[F] extends object
    ? RecordValues<N>[F] extends bigint | string | number
      ? RecordValues<N>[F]
      : DeepPartial<RecordValues<N>[F]>
    : RecordValues<N>[F];
};
type DeepPartial<T> = { readonly [K in keyof T]?: T[K] extends object ? DeepPartial<T[K]> : T[K] };

/** A record in memory and the texts it points at. Hold it while the vendor may read or write it. */
export class VendorRecord<N extends LayoutName> {
  readonly name: N;
  readonly bytes: Buffer;
  readonly #view: DataView;
  readonly #kept: Buffer[] = [];

  constructor(name: N, values: RecordInput<N> = {}) {
    this.name = name;
    this.bytes = Buffer.alloc(LAYOUTS[name].size);
    this.#view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
    this.#write(LAYOUTS[name], 0, values);
  }

  /** The values of the fields; texts are read where the pointers lead now. */
  read(): RecordValues<N> {
    return readRecord(this.name, this.bytes);
  }

  /** Points a text field at `units` free UTF-16 units and a terminator, as the second call of the two-call pattern wants it. */
  reserveText(offset: number, units: number): void {
    const room = Buffer.alloc((units + 1) * 2);
    this.#kept.push(room);
    this.#view.setBigUint64(offset, koffi.address(room), true);
  }

  #write(layout: Layout, base: number, values: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(values)) {
      const field = layout.fields[name];
      assert(field !== undefined, `${layout.cName} has no field ${name}`);
      if (value !== undefined) this.#writeField(field.type, base + field.offset, value);
    }
  }

  #writeField(type: ScalarType | LayoutName, offset: number, value: unknown): void {
    const view = this.#view;
    switch (type) {
      case 'u8':
        return view.setUint8(offset, value as number);
      case 'u16':
        return view.setUint16(offset, value as number, true);
      case 'i32':
        return view.setInt32(offset, value as number, true);
      case 'u32':
        return view.setUint32(offset, value as number, true);
      case 'i64':
        return view.setBigInt64(offset, value as bigint, true);
      case 'f64':
        return view.setFloat64(offset, value as number, true);
      case 'text': {
        const text = encodeText(value as string);
        this.#kept.push(text);
        return view.setBigUint64(offset, koffi.address(text), true);
      }
      case 'text100': {
        const text = encodeText(value as string);
        assert(text.length <= 200, 'a text of a fixed field has at most 99 units');
        return void text.copy(this.bytes, offset);
      }
      default:
        return this.#write(LAYOUTS[type], offset, value as Readonly<Record<string, unknown>>);
    }
  }
}

/** The values of a record that the vendor wrote, from `offset` of `bytes`. */
export function readRecord<N extends LayoutName>(name: N, bytes: Uint8Array, offset = 0): RecordValues<N> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return readFields(LAYOUTS[name], view, bytes, offset) as RecordValues<N>;
}

function readFields(layout: Layout, view: DataView, bytes: Uint8Array, base: number): object {
  const values: Record<string, unknown> = {};
  for (const [name, { type, offset }] of Object.entries(layout.fields)) {
    const lengthOffset = layout.fields[`${name}Length`]?.offset;
    const units = lengthOffset === undefined ? undefined : view.getInt32(base + lengthOffset, true);
    values[name] = readField(type, view, bytes, base + offset, units);
  }
  return values;
}

function readField(
  type: ScalarType | LayoutName,
  view: DataView,
  bytes: Uint8Array,
  offset: number,
  units: number | undefined,
): unknown {
  switch (type) {
    case 'u8':
      return view.getUint8(offset);
    case 'u16':
      return view.getUint16(offset, true);
    case 'i32':
      return view.getInt32(offset, true);
    case 'u32':
      return view.getUint32(offset, true);
    case 'i64':
      return view.getBigInt64(offset, true);
    case 'f64':
      return view.getFloat64(offset, true);
    case 'text':
      return textAt(view.getBigUint64(offset, true)).trimEnd();
    case 'text100':
      return textIn(bytes, offset, Math.min(units ?? 100, 100));
    default:
      return readFields(LAYOUTS[type], view, bytes, offset);
  }
}
