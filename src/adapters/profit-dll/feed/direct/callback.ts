// How a callback of the vendor is described here, and how what it is handed is read: only while it runs.

import koffi, { type TypeObject } from 'koffi';
import { LAYOUTS, type LayoutName } from '../../abi/layouts.ts';
import { type RecordValues, readRecord } from '../../abi/record.ts';
import { textAt } from '../../abi/text.ts';
import type { NamedAsset } from './asset-numbers.ts';

/** `p` pointer, `i` int32, `u` uint32, `c` a vendor Char (its upper bits mean nothing), `b` uint8, `l` int64, `d` double. */
export type CallbackArguments = string;

const TYPES: Readonly<Record<string, string>> = {
  ...{ p: 'void *', i: 'int32_t', u: 'uint32_t', c: 'uint32_t', b: 'uint8_t', l: 'int64_t', d: 'double' },
};

/** What koffi hands over: pointers are bigint or null, 64-bit integers number or bigint. */
export type CallbackValue = number | bigint | null;
export type CallbackHandler = (...values: CallbackValue[]) => void;

export interface CallbackEntry {
  readonly arguments: CallbackArguments;
  readonly handle: CallbackHandler;
}

export function callbackType({ arguments: letters }: CallbackEntry, result: 'void' | 'int32_t'): TypeObject {
  return koffi.proto(
    result,
    [...letters].map((letter) => TYPES[letter]!),
  );
}

export function address(value: CallbackValue | undefined): bigint | null {
  return typeof value === 'bigint' && value !== 0n ? value : null;
}

export function text(value: CallbackValue | undefined): string {
  return textAt(address(value));
}

export function int64(value: CallbackValue | undefined): bigint {
  return BigInt(value ?? 0);
}

/** The low 8 bits of a vendor Char. */
export function truth(value: CallbackValue | undefined): boolean {
  return (Number(value ?? 0) & 0xff) !== 0;
}

/** A copy of memory of the vendor. */
export function bytesAt(pointer: bigint, length: number): Uint8Array {
  return new Uint8Array(koffi.view(pointer, length)).slice();
}

export function recordAt<N extends LayoutName>(name: N, pointer: bigint): RecordValues<N> {
  return readRecord(name, bytesAt(pointer, LAYOUTS[name].size));
}

export function assetAt(value: CallbackValue | undefined): NamedAsset | undefined {
  const pointer = address(value);
  return pointer === null ? undefined : recordAt('TAssetIDRec', pointer);
}

export function connectorAssetAt(value: CallbackValue | undefined): NamedAsset | undefined {
  const pointer = address(value);
  if (pointer === null) return undefined;
  const { ticker, exchange, feedType } = recordAt('TConnectorAssetIdentifier', pointer);
  return { ticker, exchange, feed: feedType };
}
