// Binds the exports of the native feed through koffi: the path of its library in, typed functions out.

import koffi from 'koffi';

/** A pointer that koffi takes: a buffer of ours, or null. */
export type NativePointer = Uint8Array | BigUint64Array | BigInt64Array | Uint16Array | null;

type Callback<T> = (error: Error | null, result: T) => void;

export interface NativeFunctions {
  open(path: string, ringRecords: number, depthLevels: number): number;
  errorText(buffer: Uint16Array, capacity: number): number;
  initialise(mode: number, key: string, user: string, password: string, done: Callback<number>): void;
  finalise(done: Callback<number>): void;
  read(target: Uint8Array, maxRecords: number): number;
  wait(timeoutMs: number): number;
  wake(): void;
  nowNs(): number | bigint;
  counters(out: BigUint64Array): void;
  callbackTimes(out: BigUint64Array): void;
  enumerateOrders(
    ...args: [
      ...[NativePointer, number, NativePointer, NativePointer, Uint8Array, number, BigInt64Array],
      Callback<number>,
    ]
  ): void;
  enumeratePositionAssets(
    ...args: [...[NativePointer, number, Uint8Array, number, BigInt64Array], Callback<number>]
  ): void;
}

/** What can block is bound in its asynchronous form, so that a silent vendor does not stop the process. */
export function bindNative(path: string): NativeFunctions {
  const library = koffi.load(path);
  const enumerateOrders = library.func(
    'int32_t QtFeedEnumerateOrders(void *account, int32_t version, void *start, void *end, void *buffer, int64_t capacity, void *needed)',
  );
  const enumerateAssets = library.func(
    'int32_t QtFeedEnumeratePositionAssets(void *account, int32_t version, void *buffer, int64_t capacity, void *needed)',
  );
  return {
    open: library.func('int32_t QtFeedOpen(str16 path, uint32_t ringRecords, uint32_t depthLevels)'),
    errorText: library.func('int32_t QtFeedErrorText(void *buffer, int32_t capacity)'),
    initialise: library.func('int32_t QtFeedInitialise(int32_t mode, str16 key, str16 user, str16 password)').async,
    finalise: library.func('int32_t QtFeedFinalise()').async,
    read: library.func('int32_t QtFeedRead(void *target, uint32_t maxRecords)'),
    wait: library.func('int32_t QtFeedWait(uint32_t timeoutMs)'),
    wake: library.func('void QtFeedWake()'),
    nowNs: library.func('int64_t QtFeedNowNs()'),
    counters: library.func('void QtFeedCounters(void *out16)'),
    callbackTimes: library.func('void QtFeedCallbackTimes(void *out64)'),
    enumerateOrders: enumerateOrders.async,
    enumeratePositionAssets: enumerateAssets.async,
  };
}
