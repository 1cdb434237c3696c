// Functions of the vendor written in a test, in; something that takes calls as the bound library does and notes them, out.
import assert from 'node:assert/strict';
import type { ExportName } from '../../../../src/adapters/profit-dll/abi/exports.ts';
import { VendorRecord } from '../../../../src/adapters/profit-dll/abi/record.ts';
import type { CallArgument, Lane, VendorCalls } from '../../../../src/adapters/profit-dll/calls/vendor-calls.ts';

export type Scripted = Partial<Record<ExportName, (...args: readonly CallArgument[]) => number | bigint>>;

export interface NotedCall {
  readonly lane: Lane;
  readonly name: ExportName;
}

/** The calls as the functions of the adapter take them, and what was called. */
export function scriptedCalls(script: Scripted): { readonly calls: VendorCalls; readonly noted: readonly NotedCall[] } {
  const noted: NotedCall[] = [];
  const call = async (lane: Lane, name: ExportName, ...args: readonly CallArgument[]): Promise<bigint> => {
    noted.push({ lane, name });
    const scripted = script[name];
    assert(scripted !== undefined, `${name} is not scripted`);
    return BigInt(scripted(...args));
  };
  const calls = {
    has: (name: ExportName) => script[name] !== undefined,
    call,
    callUntil: (_notAfterMs: number | undefined, ...rest: Parameters<typeof call>) => call(...rest),
    call32: async (lane: Lane, name: ExportName, ...args: readonly CallArgument[]) =>
      Number(await call(lane, name, ...args)),
  };
  return { calls: calls as unknown as VendorCalls, noted };
}

export function bytesOf(argument: CallArgument | undefined): Buffer {
  if (argument instanceof VendorRecord) return argument.bytes;
  assert(argument instanceof Uint8Array);
  return Buffer.from(argument.buffer, argument.byteOffset, argument.byteLength);
}
