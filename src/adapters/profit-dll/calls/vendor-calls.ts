// A function of the vendor by name with its arguments in, a promise of its answer out; calls of one lane keep their order.

import assert from 'node:assert/strict';
import koffi, { type LibraryHandle } from 'koffi';
import { UserError } from '../../user-error.ts';
import { EXPORTS, type ExportName, type ExportSignature, REQUIRED_EXPORTS, signatureOf } from '../abi/exports.ts';
import type { LayoutName } from '../abi/layouts.ts';
import type { VendorRecord } from '../abi/record.ts';
import { encodeText } from '../abi/text.ts';
import { MissingExportError } from '../vendor-error.ts';
import { CallExpiredError, machineNowMs } from './call-expired.ts';

const KOFFI_TYPES = {
  ...{ text: 'void *', record: 'void *', callback: 'void *', handle: 'void *' },
  ...{ i32: 'int32_t', u32: 'uint32_t', u8: 'uint8_t', i64: 'int64_t', void: 'void' },
} as const;

/**
 * Calls of one lane are made one after the other, so that a cancel can never overtake another; lanes do not wait for each other, so that
 * a call that blocks for minutes, as one does in an outage, holds only its like. Each lane may hold one thread of the pool of libuv.
 */
export type Lane = 'session' | 'health' | 'subscribe' | 'history' | 'read' | 'send' | 'cancel';

/** Text, a record, raw memory that the vendor fills, or a number. */
export type CallArgument = string | number | bigint | Uint8Array | VendorRecord<LayoutName> | null;

type NativeFunction = ReturnType<LibraryHandle['func']>;

export class VendorCalls {
  readonly present: readonly ExportName[];
  readonly absent: readonly ExportName[];
  readonly #functions = new Map<ExportName, NativeFunction>();
  readonly #lanes = new Map<Lane, Promise<unknown>>();

  /** @throws UserError when the library cannot be loaded, or an export is missing that nothing works without. */
  constructor(dllPath: string) {
    const library = load(dllPath);
    const names = Object.keys(EXPORTS) as ExportName[];
    for (const name of names) {
      const found = bind(library, name, signatureOf(name));
      if (found !== undefined) this.#functions.set(name, found);
    }
    this.present = names.filter((name) => this.#functions.has(name));
    this.absent = names.filter((name) => !this.#functions.has(name));
    for (const name of REQUIRED_EXPORTS) this.require(name);
  }

  has(name: ExportName): boolean {
    return this.#functions.has(name);
  }

  /** @throws MissingExportError */
  require(name: ExportName): void {
    if (!this.has(name)) throw new MissingExportError(name, signatureOf(name).since);
  }

  /** Calls on a thread of its own, so that a callback that waits for JavaScript cannot dead-lock it. */
  async call(lane: Lane, name: ExportName, ...args: readonly CallArgument[]): Promise<bigint> {
    return await this.callUntil(undefined, lane, name, ...args);
  }

  /**
   * Like `call`, but never made after `notAfterMs` of `machineNowMs`: an order that waited behind a blocked one would be of the past.
   * @throws CallExpiredError as soon as that time comes and the call has not begun.
   */
  async callUntil(
    notAfterMs: number | undefined,
    lane: Lane,
    name: ExportName,
    ...args: readonly CallArgument[]
  ): Promise<bigint> {
    this.require(name);
    const before = this.#lanes.get(lane);
    const wait = new LaneWait(name, notAfterMs);
    const made = (async () => {
      // how the one before ended is the concern of who made it
      await before?.catch(() => undefined);
      wait.end();
      return await this.#callThreaded(name, args);
    })();
    this.#lanes.set(lane, made);
    return await Promise.race([made, wait.expired]);
  }

  /** Like `call`, for functions with a 32-bit answer. */
  async call32(lane: Lane, name: ExportName, ...args: readonly CallArgument[]): Promise<number> {
    return Number(await this.call(lane, name, ...args));
  }

  /** Calls at once on this thread: only for accessors inside of a callback, which answer without waiting. */
  callHere(name: ExportName, ...args: readonly CallArgument[]): number {
    this.require(name);
    const native = nativeArguments(name, args);
    return Number(this.#functions.get(name)!(...native));
  }

  #callThreaded(name: ExportName, args: readonly CallArgument[]): Promise<bigint> {
    const { promise, resolve, reject } = Promise.withResolvers<bigint>();
    const native = nativeArguments(name, args);
    this.#functions.get(name)!.async(...native, (error: unknown, answer: number | bigint | undefined) => {
      // naming them here keeps the buffers, which the vendor may fill until now
      assert(native.length === args.length);
      if (error !== null && error !== undefined) reject(error);
      else resolve(BigInt(answer ?? 0));
    });
    return promise;
  }
}

/** The time of a call behind those before it in its lane. */
class LaneWait {
  /** Rejects when the time is over before the wait; else it stays open. */
  readonly expired: Promise<never>;
  readonly #name: string;
  readonly #notAfterMs: number | undefined;
  readonly #timer: NodeJS.Timeout | undefined;

  constructor(name: string, notAfterMs: number | undefined) {
    const { promise, reject } = Promise.withResolvers<never>();
    this.expired = promise;
    this.#name = name;
    this.#notAfterMs = notAfterMs;
    if (notAfterMs === undefined) return;
    // an early end is the answer; the call itself looks at the clock again before it is made
    this.#timer = setTimeout(
      () => reject(new CallExpiredError(name)),
      Math.max(0, Math.ceil(notAfterMs - machineNowMs())),
    );
  }

  /** @throws CallExpiredError where the time is over. */
  end(): void {
    clearTimeout(this.#timer);
    if (this.#notAfterMs !== undefined && machineNowMs() >= this.#notAfterMs) throw new CallExpiredError(this.#name);
  }
}

function nativeArguments(name: ExportName, args: readonly CallArgument[]): unknown[] {
  const wanted = signatureOf(name).arguments;
  assert.equal(args.length, wanted.length, `${name} takes ${wanted.length} arguments`);
  return args.map((argument) => {
    if (typeof argument === 'string') return encodeText(argument);
    if (argument !== null && typeof argument === 'object' && 'bytes' in argument) return argument.bytes;
    return argument;
  });
}

function load(dllPath: string): LibraryHandle {
  try {
    return koffi.load(dllPath);
  } catch (cause) {
    throw new UserError({
      code: 'library-not-loaded',
      message: `ProfitDLL cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
      file: dllPath,
      fix: 'Name the 64-bit library of the vendor in its own folder, with all files that came with it',
      cause,
    });
  }
}

function bind(library: LibraryHandle, name: ExportName, signature: ExportSignature): NativeFunction | undefined {
  try {
    const types = signature.arguments.map((type) => KOFFI_TYPES[type]);
    return library.func(name, KOFFI_TYPES[signature.result], types);
  } catch (error) {
    // koffi has no way to ask; every other complaint would be a mistake of the table
    if (error instanceof Error && error.message.startsWith('Cannot find function')) return undefined;
    throw error;
  }
}
