// What a scripted vendor is told to do, and what is known of one of its processes.
import type { LinkHandler } from '../../../../src/adapters/host-link/link-peer.ts';
import type { AssetName } from '../../../../src/adapters/profit-dll/feed/feed.ts';
import type { TestTrade } from './trade-records.ts';

export interface Script {
  readonly day: readonly TestTrade[];
  /** History is so far behind the market. */
  readonly historyLagMs: number;
  /** Names that history answers to, and what it makes of a price. */
  readonly historyOf: (asset: AssetName) => ((trade: TestTrade) => TestTrade) | undefined;
  /** What happens instead of handing over trade `index` as it is. */
  readonly fault: (index: number) => ScriptFault | undefined;
  /** Result of the initialise call of run `run`; 0 is well. */
  readonly login?: (run: number) => 'ok' | 'wrongPassword' | 'wrongPasswordCrash' | 'wrongPasswordFailed' | 'silent';
  /** What happens instead of handing over row `index` of the answer to history request `request`, both from 0. */
  readonly historyFault?: (request: number, index: number) => HistoryFault | undefined;
  /** How long the library holds sending `send`, from 0; others wait behind it. */
  readonly sendMs?: (send: number) => number;
}

export type ScriptFault =
  | { readonly kind: 'crash' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'disconnect'; readonly ms: number }
  | { readonly kind: 'repeat'; readonly back: number }
  | { readonly kind: 'overflow'; readonly lost: number }
  | { readonly kind: 'untranslated' }
  | { readonly kind: 'sentinel' };

export type HistoryFault =
  | { readonly kind: 'crash' }
  | { readonly kind: 'overflow'; readonly lost: number }
  | { readonly kind: 'untranslated' }
  | { readonly kind: 'sentinel' }
  /** A record that stands in the vendor's own history beside its trades. */
  | { readonly kind: 'extraSentinel' };

export class ScriptedProcess {
  readonly run: number;
  readonly key: string;
  alive = true;
  hung = false;
  connected = false;
  /** When the lane of sendings is free again. */
  sendingUntilMs = 0;
  handler: LinkHandler | undefined;
  exit: ((reason: string) => void) | undefined;
  readonly subscribed = new Set<string>();
  readonly due: { readonly atMs: number; readonly act: () => void }[] = [];

  constructor(run: number, key: string) {
    this.run = run;
    this.key = key;
  }
}

/** What a process in good health says of itself. */
export function heartbeatOf(messages: number, overflowed: number): Readonly<Record<string, unknown>> {
  const sizes = { highWater: 0, capacity: 4096, used: 0, assets: 2 };
  const troubles = { untranslated: 0, reservedOverflowed: 0, pagesFreed: 0, longestCallbackNs: 0, callbacksOver1Ms: 0 };
  const counters = { messages, records: messages, overflowed, ...sizes, ...troubles };
  const health = { health: 'unknown', healthPendingMs: 0, stallMs: 0, callsPending: 0 };
  return { kind: 'heartbeat', nowNs: '0', counters, ...health };
}
