// The feed whose callbacks end in C: a vendor library and a login in, its raw records out, read from a ring in native memory.

import { UserError } from '../../user-error.ts';
import type { EnumerationAnswer, EnumerationRequest, Feed, FeedCounters, VendorLogin } from './feed.ts';
import { FEED_RECORD_BYTES } from './feed-record.ts';
import { FeedWait } from './feed-wait.ts';
import { bindNative, type NativeFunctions } from './native-functions.ts';
import { nativeLibrary } from './native-library.ts';

export interface NativeFeedOptions {
  /** Records of the ring, a power of two; 2^18 unless told. */
  readonly ringRecords?: number;
  /** Price levels of each side that a depth message carries; 20 unless told. */
  readonly depthLevels?: number;
  /** With routing: news of position lists in place of accounts, of which the vendor allows only one. */
  readonly positionList?: boolean;
}

export type NativeFeedAnswer =
  | { readonly kind: 'native'; readonly feed: NativeFeed }
  | { readonly kind: 'missing'; readonly reason: string };

const RING_RECORDS = 2 ** 18;
const DEPTH_LEVELS = 20;
const MODE_ROUTING = 1;
const MODE_POSITION_LIST = 2;
const WAIT_MS_MAX = 60_000;
/** After so many answers in short succession data comes as a stream, for which JavaScript itself waits so long at a time. */
const STREAM_ANSWERS = 16;
const STREAM_WAIT_MS = 1;
const ERROR_UNITS = 512;
const ENUMERATION_BYTES = 64 * 1024;
const ENUMERATION_TRIES = 8;

const OPEN_FAILURES: Readonly<Record<number, { readonly code: string; readonly fix: string }>> = {
  1: { code: 'feed-open', fix: 'open the vendor library once per process; start a new process for another session' },
  2: { code: 'dll-not-loaded', fix: 'give the path of the 64-bit ProfitDLL with its own folder complete beside it' },
  3: { code: 'dll-export-missing', fix: 'install ProfitDLL 4.0.0.20 or newer' },
  4: { code: 'out-of-memory', fix: 'close other programs or use a smaller ring' },
  5: { code: 'feed-argument', fix: 'ringRecords is a power of two from 4096 to 16777216, depthLevels from 1 to 256' },
};

export class NativeFeed implements Feed {
  readonly kind = 'native';
  readonly #native: NativeFunctions;
  readonly #libraryPath: string;
  readonly #options: NativeFeedOptions;
  #waiting: FeedWait | undefined;
  #quickAnswers = 0;

  constructor(libraryPath: string, options: NativeFeedOptions = {}) {
    this.#native = bindNative(libraryPath);
    this.#libraryPath = libraryPath;
    this.#options = options;
  }

  open(dllPath: string): void {
    const { ringRecords = RING_RECORDS, depthLevels = DEPTH_LEVELS } = this.#options;
    const answer = this.#native.open(dllPath, ringRecords, depthLevels);
    if (answer !== 0) throw this.#openError(answer, dllPath);
    this.#waiting = new FeedWait(this.#libraryPath);
    // The thread must not stay in the library while the process ends, which waits for it.
    process.once('exit', () => this.wake());
  }

  #openError(answer: number, dllPath: string): UserError {
    const { code, fix } = OPEN_FAILURES[answer]!;
    const reason = answer === 1 ? 'a vendor library is open in this process already' : this.#errorText();
    return new UserError({ code, message: `${dllPath}: ${reason}`, fix, file: dllPath });
  }

  #errorText(): string {
    const buffer = new Uint16Array(ERROR_UNITS);
    const length = this.#native.errorText(buffer, ERROR_UNITS);
    return String.fromCharCode(...buffer.subarray(0, length));
  }

  initialise({ mode, activationKey, user, password }: VendorLogin): Promise<number> {
    const positions = this.#options.positionList === true ? MODE_POSITION_LIST : 0;
    const bits = mode === 'routing' ? MODE_ROUTING | positions : 0;
    return settled((done) => this.#native.initialise(bits, activationKey, user, password, done));
  }

  finalise(): Promise<number> {
    return settled((done) => this.#native.finalise(done));
  }

  read(target: Uint8Array): number {
    const records = this.#native.read(target, Math.floor(target.byteLength / FEED_RECORD_BYTES));
    if (records < 0) throw new RangeError(`a message of ${-records} records does not fit into the buffer`);
    return records;
  }

  async wait(timeoutMs: number): Promise<'data' | 'timeout' | 'closed'> {
    const waiting = this.#waiting;
    if (waiting === undefined) throw new Error('a feed must be open before it is waited for');
    const isStream = this.#quickAnswers >= STREAM_ANSWERS;
    const startMs = performance.now();
    // In a stream the way through the other thread is spared; what else JavaScript has to do gets its turn all the same.
    if (isStream) await new Promise((resolve) => setImmediate(resolve));
    let answer = this.#native.wait(isStream ? STREAM_WAIT_MS : 0);
    if (answer === 0 && timeoutMs > 0) answer = await waiting.next(Math.min(timeoutMs, WAIT_MS_MAX));
    const isQuick = answer === 1 && performance.now() - startMs < STREAM_WAIT_MS * 2;
    this.#quickAnswers = isQuick ? this.#quickAnswers + 1 : 0;
    return answer === 1 ? 'data' : answer === 0 ? 'timeout' : 'closed';
  }

  wake(): void {
    this.#native.wake();
    this.#waiting?.end();
  }

  async enumerate(request: EnumerationRequest): Promise<EnumerationAnswer> {
    const needed = new BigInt64Array(1);
    let buffer = new Uint8Array(ENUMERATION_BYTES);
    // Between two calls there may be one more order: ask until all of them fit.
    for (let tries = 0; tries < ENUMERATION_TRIES; tries++) {
      const result = await settled((done) => this.#enumerateInto(request, buffer, needed, done));
      const bytes = Number(needed[0]);
      if (bytes <= buffer.byteLength) return { result, records: buffer.subarray(0, bytes) };
      buffer = new Uint8Array(bytes * 2);
    }
    throw new Error(`an enumeration has grown ${ENUMERATION_TRIES} times while it was read`);
  }

  #enumerateInto(
    { what, account, version, interval }: EnumerationRequest,
    buffer: Uint8Array,
    needed: BigInt64Array,
    done: (error: Error | null, result: number) => void,
  ): void {
    const capacity = buffer.byteLength;
    if (what === 'positionAssets') {
      this.#native.enumeratePositionAssets(account, version, buffer, capacity, needed, done);
      return;
    }
    const { start = null, end = null } = interval ?? {};
    this.#native.enumerateOrders(account, version, start, end, buffer, capacity, needed, done);
  }

  nowNs(): bigint {
    return BigInt(this.#native.nowNs());
  }

  counters(): FeedCounters {
    const values = new BigUint64Array(16);
    this.#native.counters(values);
    const at = (index: number): number => Number(values[index]);
    return {
      messages: at(0),
      records: at(1),
      overflowed: at(2),
      untranslated: at(3),
      highWater: at(4),
      capacity: at(5),
      longestCallbackNs: at(6),
      callbacksOver1Ms: at(7),
      used: at(8),
      reservedOverflowed: at(9),
      pagesFreed: at(10),
      assets: at(11),
    };
  }

  callbackTimes(): readonly number[] {
    const values = new BigUint64Array(64);
    this.#native.callbackTimes(values);
    return Array.from(values, Number);
  }
}

function settled(start: (done: (error: Error | null, result: number) => void) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    start((error, result) => (error === null ? resolve(result) : reject(error)));
  });
}

/** The native feed of this machine, or why callbacks must take the slower way through JavaScript. */
export function loadNativeFeed(options: NativeFeedOptions = {}): NativeFeedAnswer {
  const library = nativeLibrary();
  if (library.kind === 'missing') return library;
  return { kind: 'native', feed: new NativeFeed(library.path, options) };
}
