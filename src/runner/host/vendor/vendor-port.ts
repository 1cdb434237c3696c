// What the host asks of the side that keeps the vendor library alive, and what that side tells the host; records stay raw.

import type { AssetName, FeedCounters, VendorLogin } from '../../../adapters/profit-dll/feed/feed.ts';
import type { LayoutFacts } from '../../../adapters/profit-dll/library-facts.ts';
import type { DayTape } from './day-tape.ts';
import type { HistoryOutcome, HistoryProgress, HistoryRequest } from './history-request.ts';
import type { TradeColumns } from './trade-columns.ts';

/** What can be subscribed of an asset: trades with quotes, summaries and phases; levels of the book; single offers. */
export type SubscriptionKind = 'ticker' | 'priceDepth' | 'offerBook';

/** Why a call did not answer. `deadline` and `lost` leave open whether the vendor acted on it. */
export interface VendorCallError {
  /**
   * `vendor`: an NResult. `deadline`: no answer in time. `lost`: the process ended first. `absent`: not running, nothing was sent.
   * `expired`: it waited behind others until its time was over, nothing was sent and nothing will be.
   */
  readonly kind: 'vendor' | 'deadline' | 'lost' | 'absent' | 'expired' | 'failed';
  /** Name of the NL code where the vendor gave one. */
  readonly code: string | undefined;
  readonly message: string;
  readonly fix: string | undefined;
}

export type VendorCallAnswer =
  | { readonly ok: true; readonly value: unknown }
  /** `late`: the truth about a call that was not answered in time, should it still come; never rejects. */
  | { readonly ok: false; readonly error: VendorCallError; readonly late?: Promise<VendorCallAnswer> };

/** An answer that came after its deadline had passed: the truth about a call that was reported as unknown. */
export interface LateAnswer {
  readonly id: number;
  readonly method: string;
  readonly answer: VendorCallAnswer;
}

/** Where the process is in its life. `stopped` is final: `reason` and `fix` say why. */
export type VendorProcessState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting'; readonly run: number }
  | { readonly kind: 'running'; readonly run: number; readonly pid: number }
  | { readonly kind: 'waiting'; readonly run: number; readonly restartAtMs: number; readonly reason: string }
  | { readonly kind: 'stopping'; readonly run: number }
  | { readonly kind: 'stopped'; readonly reason: string; readonly fix: string | undefined };

/** State of one of the two services, as an engine is told it. */
export interface ServiceState {
  readonly service: 'market' | 'routing';
  readonly state: 'connected' | 'connecting' | 'disconnected';
  readonly detail: string | undefined;
}

export interface SubscriptionStatus {
  readonly asset: AssetName;
  readonly kind: SubscriptionKind;
  readonly state: 'wanted' | 'made' | 'refused';
  readonly reason: string | undefined;
}

export interface VendorStatus {
  readonly process: VendorProcessState;
  readonly market: ServiceState;
  readonly routing: ServiceState;
  readonly feed: 'native' | 'direct' | undefined;
  /** Build of the library as its file tells it; undefined where it tells none, or before it is loaded. */
  readonly libraryVersion?: string | undefined;
  /** What the vendor process checked of the records before it loaded the library; undefined before it has said so. */
  readonly layout?: LayoutFacts | undefined;
  readonly counters: FeedCounters | undefined;
  readonly restarts: number;
  readonly subscriptions: readonly SubscriptionStatus[];
}

export interface BackfillResult {
  readonly asset: AssetName;
  /** The tape of the day is whole now. False: `reason` says why not; another attempt follows where that can help. */
  readonly complete: boolean;
  readonly willRetry: boolean;
  /** Trades that the history added to the tape, ascending by number; `copyRecords` gives them as raw records. */
  readonly added: TradeColumns;
  /** Which ticker answered, how much was compared, or what was wrong: one sentence. */
  readonly reason: string;
}

/** Told in the order in which things happened; `records` of a run come after its `processStarted`. */
export interface VendorListener {
  /** A new vendor process: the numbers of assets in the records start anew, so does a decoder's state. */
  processStarted(run: number): void;
  /** Whole messages of raw records; valid only during the call. */
  records(records: Uint8Array, run: number): void;
  service(state: ServiceState): void;
  process(state: VendorProcessState): void;
  /** Market data were lost, of all assets or of one. `lostRecords` where it is known. */
  gap(reason: string, lostRecords: number | undefined, asset: AssetName | undefined): void;
  /** A request for the day's history has ended; `added` are trades that were missing, valid only during the call. */
  backfilled(result: BackfillResult): void;
  subscription(status: SubscriptionStatus): void;
  lateAnswer(late: LateAnswer): void;
}

/** For listeners that want only some of it: `{ ...ignoreVendor, gap: ... }`. */
export const ignoreVendor: VendorListener = {
  processStarted: () => {},
  records: () => {},
  service: () => {},
  process: () => {},
  gap: () => {},
  backfilled: () => {},
  subscription: () => {},
  lateAnswer: () => {},
};

/** Stands for the routing password in the arguments of a call: the vendor process puts the password in, so that it is in no other object. */
export const ROUTING_PASSWORD = '[routing password]';

/** Everything secret that a session needs; handed to the vendor process over the link, never by arguments or environment. */
export interface VendorSecrets extends VendorLogin {
  /** That of the orders, which is not the one of the login; undefined where the account needs none. */
  readonly routingPassword: string | undefined;
}

/** The vendor library as the host sees it, whatever happens to its process. */
export interface VendorPort {
  /** Begins and returns; what comes of it is told to the listeners. The secrets are kept in memory for restarts. */
  start(secrets: VendorSecrets): void;
  /** Finalises the library within its time limit, then ends the process. */
  stop(): Promise<void>;
  /** Replaces the process by a new one with a login of its own; nothing where none runs. */
  relogin(reason: string): void;
  /** Returns the way to stop listening. */
  listen(listener: VendorListener): () => void;
  /** Calls a method of ProfitLibrary in the vendor process. Never rejects. */
  call(method: string, args: readonly unknown[], deadlineMs: number): Promise<VendorCallAnswer>;
  want(asset: AssetName, kind: SubscriptionKind): void;
  unwant(asset: AssetName, kind: SubscriptionKind): void;
  /** Trades of the present session day of an asset; undefined before it was wanted. */
  tape(asset: AssetName): DayTape | undefined;
  /**
   * Trades of a past day, for whoever collects history: one request at a time, the rest waits its turn behind the day's own backfill.
   * The candidates are subscribed for as long as it takes. Never rejects.
   */
  history(request: HistoryRequest, progress?: (progress: HistoryProgress) => void): Promise<HistoryOutcome>;
  status(): VendorStatus;
}
