// The feed without native code: callbacks end in JavaScript, which the vendor's thread waits for; slower, with the same records.

import assert from 'node:assert/strict';
import koffi from 'koffi';
import type { ExportName } from '../abi/exports.ts';
import { VendorCalls } from '../calls/vendor-calls.ts';
import { nlValue } from '../nl-codes.ts';
import { accountCallbacks } from './direct/account-callbacks.ts';
import { bookCallbacks } from './direct/book-callbacks.ts';
import { type CallbackEntry, type CallbackValue, callbackType } from './direct/callback.ts';
import { enumerateHere } from './direct/enumerate-here.ts';
import { FeedWriter } from './direct/feed-writer.ts';
import { marketCallbacks } from './direct/market-callbacks.ts';
import type { EnumerationAnswer, EnumerationRequest, Feed, FeedCounters, VendorLogin } from './feed.ts';

/** What the feed holds while its reader is busy: about a second of a burst. */
const DIRECT_RING_RECORDS = 65_536;

/** Setters without which nothing works; a build without another one goes without its messages. */
const REQUIRED: readonly ExportName[] = ['SetTradeCallbackV2', 'SetHistoryTradeCallbackV2'];
const ROUTING: readonly ExportName[] = [
  ...(['SetOrderCallback', 'SetOrderHistoryCallback', 'SetTradingMessageResultCallback'] as const),
  ...(['SetBrokerAccountListChangedCallback', 'SetBrokerSubAccountListChangedCallback'] as const),
];
/** The vendor says that it overrides the account callback: it is left alone. */
const NEVER: readonly string[] = ['SetAssetPositionListCallback'];

type Callbacks = ReturnType<typeof marketCallbacks> &
  ReturnType<typeof bookCallbacks> &
  ReturnType<typeof accountCallbacks>;

/** Callbacks of every feed of the process, which the vendor may call until the process ends: never collected, never unregistered. */
const registered: { readonly pointer: bigint; readonly handle: unknown }[] = [];

export class DirectFeed implements Feed {
  readonly kind = 'direct';
  readonly #writer: FeedWriter;
  #calls: VendorCalls | undefined;
  #wakeReader: ((what: 'data' | 'closed') => void) | undefined;
  #isClosed = false;
  #failure: unknown;

  constructor(ringRecords: number = DIRECT_RING_RECORDS) {
    this.#writer = new FeedWriter(ringRecords);
  }

  open(dllPath: string): void {
    assert(this.#calls === undefined, 'the feed is open already');
    this.#calls = new VendorCalls(dllPath);
  }

  async initialise(login: VendorLogin): Promise<number> {
    const calls = this.#opened();
    const callbacks = {
      ...marketCallbacks(this.#writer, calls),
      ...bookCallbacks(this.#writer, calls),
      ...accountCallbacks(this.#writer, calls),
    };
    const secrets = [login.activationKey, login.user, login.password];
    const slots = this.#slots(callbacks, login.mode);
    const call = login.mode === 'market' ? 'DLLInitializeMarketLogin' : 'DLLInitializeLogin';
    const result = await calls.call32('session', call, ...secrets, ...slots);
    return result === 0 ? await this.#registerSetters(calls, callbacks, login.mode) : result;
  }

  async finalise(): Promise<number> {
    return await this.#opened().call32('session', 'DLLFinalize');
  }

  read(target: Uint8Array): number {
    if (this.#failure !== undefined) throw this.#failure;
    return this.#writer.ring.read(target);
  }

  async wait(timeoutMs: number): Promise<'data' | 'timeout' | 'closed'> {
    if (this.#isClosed) return 'closed';
    if (this.#writer.ring.used > 0) return 'data';
    assert(this.#wakeReader === undefined, 'one reader waits at a time');
    const { promise, resolve } = Promise.withResolvers<'data' | 'timeout' | 'closed'>();
    const timer = setTimeout(() => resolve('timeout'), timeoutMs);
    this.#wakeReader = resolve;
    const what = await promise;
    clearTimeout(timer);
    this.#wakeReader = undefined;
    return what;
  }

  wake(): void {
    this.#isClosed = true;
    this.#wakeReader?.('closed');
  }

  enumerate(request: EnumerationRequest): Promise<EnumerationAnswer> {
    return enumerateHere(this.#opened(), request);
  }

  nowNs(): bigint {
    return process.hrtime.bigint();
  }

  counters(): FeedCounters {
    const { messages, untranslated, longestNs, over1Ms, pagesFreed, assets, ring } = this.#writer;
    return {
      ...ring.counters(),
      ...{ messages, untranslated, pagesFreed },
      longestCallbackNs: longestNs,
      callbacksOver1Ms: over1Ms,
      assets: assets.count,
    };
  }

  callbackTimes(): readonly number[] {
    return [...this.#writer.times];
  }

  #opened(): VendorCalls {
    assert(this.#calls !== undefined, 'the feed is not open');
    return this.#calls;
  }

  /** Slots of the login call are of the first version: what has a second one stays empty there. */
  #slots(callbacks: Callbacks, mode: VendorLogin['mode']): readonly (bigint | null)[] {
    const state = this.#register(callbacks.state);
    const daily = this.#register(callbacks.daily);
    const progress = this.#register(callbacks.progress);
    const tinyBook = this.#register(callbacks.tinyBook);
    if (mode === 'market') return [state, null, daily, null, null, null, progress, tinyBook];
    const account = this.#register(callbacks.account);
    return [state, null, null, account, null, daily, null, null, null, progress, tinyBook];
  }

  async #registerSetters(calls: VendorCalls, callbacks: Callbacks, mode: VendorLogin['mode']): Promise<number> {
    for (const [name, entry] of Object.entries<CallbackEntry>(callbacks)) {
      if (!name.startsWith('Set') || NEVER.includes(name)) continue;
      const setter = name as ExportName;
      if (ROUTING.includes(setter) && mode === 'market') continue;
      const isRequired = REQUIRED.includes(setter) || setter === 'SetOrderCallback';
      const result = calls.has(setter)
        ? await calls.call32('session', setter, this.#register(entry))
        : nlValue('NL_NOT_IMPLEMENTED');
      if (result < 0 && isRequired) return result;
    }
    return 0;
  }

  #register(entry: CallbackEntry): bigint {
    const handle = (...values: CallbackValue[]): void => {
      // nothing may be thrown into the vendor's code; the reader is told instead
      try {
        this.#writer.arrive(() => entry.handle(...values));
      } catch (error) {
        this.#failure ??= error;
      }
      this.#wakeReader?.('data');
    };
    const pointer = koffi.register(handle, koffi.pointer(callbackType(entry, 'void')));
    registered.push({ pointer, handle });
    return pointer;
  }
}
