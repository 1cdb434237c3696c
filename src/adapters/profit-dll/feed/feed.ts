// What every feed offers: the vendor's callbacks as raw 64-byte records (layout of native/include/feed-record.h), read in order.

/** What the vendor wants to know at login. All three are secrets: they never stand in an error, a log or a report. */
export interface VendorLogin {
  /** `market`: market data only. `routing`: market data and orders. */
  readonly mode: 'market' | 'routing';
  readonly activationKey: string;
  readonly user: string;
  readonly password: string;
}

/** An asset by the vendor's names: exchange is one letter, `F` futures, `B` equities. */
export interface AssetName {
  readonly ticker: string;
  readonly exchange: string;
}

/** Counters since the feed was opened. */
export interface FeedCounters {
  /** Callbacks received. */
  readonly messages: number;
  readonly records: number;
  /** Market messages that found no place; each run of them is told by an overflow record. */
  readonly overflowed: number;
  /** Trades whose accessor failed. */
  readonly untranslated: number;
  /** Most records that ever waited. */
  readonly highWater: number;
  readonly capacity: number;
  readonly longestCallbackNs: number;
  readonly callbacksOver1Ms: number;
  /** Records waiting now. */
  readonly used: number;
  /** Order, account and state messages that found no place; must stay 0. */
  readonly reservedOverflowed: number;
  /** Full-book pages given back to the vendor. */
  readonly pagesFreed: number;
  readonly assets: number;
}

/**
 * One of the vendor's enumerations, which hand a record at a time to a callback. The buffers hold the vendor's records (an account
 * identifier, two system times); what they point at stays alive until the promise is settled.
 */
export interface EnumerationRequest {
  readonly what: 'orders' | 'positionAssets';
  readonly account: Uint8Array;
  /** Version byte of the records asked for. */
  readonly version: number;
  /** Orders of an interval; without it all that the vendor holds locally. */
  readonly interval?: { readonly start: Uint8Array; readonly end: Uint8Array };
}

export interface EnumerationAnswer {
  /** NResult of the vendor. */
  readonly result: number;
  /** FEED_ORDER or FEED_ASSET messages, whole, in the vendor's order. */
  readonly records: Uint8Array;
}

export interface Feed {
  /** `native`: callbacks end in C. `direct`: each waits for JavaScript, which is slower and holds the vendor's thread up. */
  readonly kind: 'native' | 'direct';
  /**
   * Loads the vendor library; once per process.
   * @throws UserError when it cannot be loaded or lacks an export that nothing works without.
   */
  open(dllPath: string): void;
  /** Logs in and registers every callback; gives the vendor's NResult. Once per process. */
  initialise(login: VendorLogin): Promise<number>;
  /** Stops the vendor's services; gives its NResult. The last call to it. */
  finalise(): Promise<number>;
  /** Copies whole messages into `target`, as many as fit; gives the number of records. The longest message has 1024 records. */
  read(target: Uint8Array): number;
  /** Resolves when there is something to read, when the time is over, or when `wake` has ended the waiting for good. */
  wait(timeoutMs: number): Promise<'data' | 'timeout' | 'closed'>;
  wake(): void;
  enumerate(request: EnumerationRequest): Promise<EnumerationAnswer>;
  /** Now, on the clock of the records. */
  nowNs(): bigint;
  counters(): FeedCounters;
  /** How long callbacks took: bucket i counts those of 2^i up to 2^(i+1) ns; 64 buckets. */
  callbackTimes(): readonly number[];
}
