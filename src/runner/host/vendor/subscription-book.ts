// What should be subscribed and what the vendor was told; gives the next call to make, one at a time. No clock, no I/O.

import type { AssetName } from '../../../adapters/profit-dll/feed/feed.ts';
import type { SubscriptionKind, SubscriptionStatus, VendorCallAnswer } from './vendor-port.ts';

/** 512 assets in three kinds. The vendor's own limit is not known; 387 assets went well. */
export const MAX_SUBSCRIPTIONS = 1536;

export interface SubscriptionCall {
  readonly action: 'subscribe' | 'unsubscribe';
  readonly asset: AssetName;
  readonly kind: SubscriptionKind;
  readonly deadlineMs: number;
}

const CALL_DEADLINE_MS = 15_000;
const MAX_ATTEMPTS = 5;
const FIRST_RETRY_MS = 1_000;

/** Answers that another try does not mend. */
const FINAL_CODES: ReadonlySet<string> = new Set([
  'NL_INVALID_ARGS',
  'NL_INVALID_TICKER',
  'NL_EXCHANGE_UNKNOWN',
  'NL_NO_LICENSE',
  'NL_LICENSE_NOT_ALLOWED',
  'NL_NOT_FOUND',
]);

interface Entry {
  readonly asset: AssetName;
  readonly kind: SubscriptionKind;
  /** Who wants it; at 0 it is taken back. */
  wanted: number;
  state: 'wanted' | 'made' | 'refused';
  reason: string | undefined;
  /** It was given up for a moment: it is to be taken back and made anew, which is how a book is resynchronised. */
  renew: boolean;
  attempts: number;
  notBeforeMs: number;
}

export class SubscriptionBook {
  private readonly entries = new Map<string, Entry>();
  private inFlight: { readonly call: SubscriptionCall; readonly entry: Entry } | undefined;
  private changed: SubscriptionStatus[] = [];

  get statuses(): readonly SubscriptionStatus[] {
    return [...this.entries.values()].map(statusOf);
  }

  /** Nothing is left to be told to the vendor. */
  get settled(): boolean {
    if (this.inFlight !== undefined) return false;
    for (const entry of this.entries.values()) {
      if (entry.wanted === 0 || entry.renew || entry.state === 'wanted') return false;
    }
    return true;
  }

  stateOf(asset: AssetName, kind: SubscriptionKind): SubscriptionStatus | undefined {
    const entry = this.entries.get(keyOf(asset, kind));
    return entry === undefined ? undefined : statusOf(entry);
  }

  isWanted(asset: AssetName, kind: SubscriptionKind): boolean {
    return (this.entries.get(keyOf(asset, kind))?.wanted ?? 0) > 0;
  }

  /** Wanting the same again counts: it takes as many `unwant` to end it. False: there is no room. */
  want(asset: AssetName, kind: SubscriptionKind): boolean {
    const key = keyOf(asset, kind);
    const entry = this.entries.get(key);
    if (entry !== undefined) {
      entry.wanted++;
      return true;
    }
    if (this.entries.size >= MAX_SUBSCRIPTIONS) return false;
    const fresh: Entry = {
      asset,
      kind,
      wanted: 1,
      state: 'wanted',
      reason: undefined,
      renew: false,
      attempts: 0,
      notBeforeMs: 0,
    };
    this.entries.set(key, fresh);
    return true;
  }

  unwant(asset: AssetName, kind: SubscriptionKind): void {
    const key = keyOf(asset, kind);
    const entry = this.entries.get(key);
    if (entry === undefined || entry.wanted === 0) return;
    entry.wanted--;
    if (entry.wanted === 0 && entry.state === 'made') entry.renew = true;
    if (entry.wanted === 0 && entry.state !== 'made' && this.inFlight?.entry !== entry) this.entries.delete(key);
  }

  /** A new process, or a connection that came back: everything is told again, also what was refused. */
  reset(isNewProcess: boolean): void {
    this.inFlight = undefined;
    for (const [key, entry] of this.entries) {
      if (entry.wanted > 0) this.setState(entry, 'wanted', undefined);
      else if (isNewProcess) this.entries.delete(key);
      entry.renew = false;
      entry.attempts = 0;
      entry.notBeforeMs = 0;
    }
  }

  /** The vendor does not know the ticker. */
  invalidTicker(asset: AssetName): void {
    for (const entry of this.entries.values()) {
      const isSame = entry.asset.ticker === asset.ticker && entry.asset.exchange === asset.exchange;
      if (isSame) this.setState(entry, 'refused', 'the vendor does not know the ticker');
    }
  }

  /** The next call, when none is under way. Only while market data are connected. */
  next(nowMs: number): SubscriptionCall | undefined {
    if (this.inFlight !== undefined) return undefined;
    for (const [key, entry] of this.entries) {
      if (entry.wanted === 0 && entry.state !== 'made') this.entries.delete(key);
      else if (nowMs >= entry.notBeforeMs && (entry.wanted === 0 || entry.renew || entry.state === 'wanted')) {
        return this.begin(entry);
      }
    }
    return undefined;
  }

  /** An answer to a call that a reset has overtaken says nothing. */
  answered(call: SubscriptionCall, answer: VendorCallAnswer, nowMs: number): void {
    const flight = this.inFlight;
    if (flight?.call !== call) return;
    this.inFlight = undefined;
    const { entry } = flight;
    if (flight.call.action === 'unsubscribe') {
      // whatever it answered: it is not asked for any more, and a new process begins without it
      this.setState(entry, 'wanted', undefined);
      entry.renew = false;
      if (entry.wanted === 0) this.entries.delete(keyOf(entry.asset, entry.kind));
      return;
    }
    if (answer.ok) {
      if (entry.state === 'wanted') this.setState(entry, 'made', undefined);
      return;
    }
    const { error } = answer;
    entry.attempts++;
    const isFinal = error.code !== undefined && FINAL_CODES.has(error.code);
    if (isFinal || entry.attempts >= MAX_ATTEMPTS) this.setState(entry, 'refused', error.message);
    else entry.notBeforeMs = nowMs + FIRST_RETRY_MS * 2 ** (entry.attempts - 1);
  }

  /** States that changed since the last call. */
  takeChanged(): readonly SubscriptionStatus[] {
    const changed = this.changed;
    if (changed.length > 0) this.changed = [];
    return changed;
  }

  private begin(entry: Entry): SubscriptionCall {
    const action = entry.state === 'made' ? 'unsubscribe' : 'subscribe';
    const call: SubscriptionCall = { action, asset: entry.asset, kind: entry.kind, deadlineMs: CALL_DEADLINE_MS };
    this.inFlight = { call, entry };
    return call;
  }

  private setState(entry: Entry, state: Entry['state'], reason: string | undefined): void {
    if (entry.state === state && entry.reason === reason) return;
    entry.state = state;
    entry.reason = reason;
    this.changed.push(statusOf(entry));
  }
}

function statusOf(entry: Entry): SubscriptionStatus {
  return { asset: entry.asset, kind: entry.kind, state: entry.state, reason: entry.reason };
}

function keyOf(asset: AssetName, kind: SubscriptionKind): string {
  return `${kind}\0${asset.ticker}\0${asset.exchange}`;
}
