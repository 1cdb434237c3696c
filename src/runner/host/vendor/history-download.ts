// Takes what the vendor says of one history request and the time; gives the calls to make and, once, how it ended. No clock, no I/O.

import type { VendorTime } from '../../../adapters/profit-dll/calls/answers.ts';
import type { AssetName } from '../../../adapters/profit-dll/feed/feed.ts';
import { FEED_LAST_PACKET, TRADE } from '../../../adapters/profit-dll/feed/feed-record.ts';
import { assert } from '../../../core/assert.ts';
import type { HistoryLimits, HistoryOutcome, HistoryProgress, HistoryRequest } from './history-request.ts';
import { historyTime } from './history-time.ts';
import { MS_PER_DAY, whyNoTrade } from './trade-check.ts';
import { TradeColumns } from './trade-columns.ts';
import type { VendorCallAnswer } from './vendor-port.ts';

/** To be made as `requestHistoryTrades`; the end is excluded. */
export interface HistoryCall {
  readonly asset: AssetName;
  readonly start: VendorTime;
  readonly end: VendorTime;
  readonly deadlineMs: number;
}

/** So often a request is made whose answer came with holes. */
export const MAX_HISTORY_TRIES = 4;

/** The throw-away request asks for so much: the first of a session may come cut to its tail. */
const PRIMING_SPAN_MS = 60_000;

type Phase = 'priming' | 'asking' | 'over';

/**
 * One at a time per vendor process. A download is driven by `begin`, then by answers, records and `tick` (a few times a second);
 * after each of them `takeCall` gives the call to make, if any, and `outcome` stands once it is over.
 */
export class HistoryDownload {
  readonly request: HistoryRequest;
  outcome: HistoryOutcome | undefined;
  private readonly limits: HistoryLimits;
  private readonly day: number;
  private readonly reasons: string[] = [];
  private phase: Phase;
  private candidate = 0;
  private call: HistoryCall | undefined;
  private trades = new TradeColumns();
  private dropped = 0;
  private tries = 0;
  /** Trades that this try added below `knownNumber`, where an earlier one had left them out. */
  private mended = 0;
  private knownNumber = 0;
  /** Records of this try that should have been trades: the vendor could not translate them, or gave them without price or time. */
  private flawed = 0;
  private tornBecause: string | undefined;
  private percent = 0;
  private lastPacket = false;
  private askedMs = 0;
  private heardMs = 0;
  private answered = false;

  /** `primed`: an earlier download of this process has done the throw-away request. */
  constructor(request: HistoryRequest, primed: boolean, limits: HistoryLimits) {
    assert(request.candidates.length > 0, 'a history request names at least one asset');
    this.day = Math.floor(request.fromMs / MS_PER_DAY);
    const spansOneDay = request.endMs > request.fromMs && request.endMs <= (this.day + 1) * MS_PER_DAY;
    assert(spansOneDay, `a history request spans one day: ${request.fromMs} to ${request.endMs}`);
    this.request = request;
    this.limits = limits;
    this.phase = primed ? 'asking' : 'priming';
  }

  /** The asset that is being asked for now. */
  get asset(): AssetName {
    const asset = this.request.candidates[this.candidate];
    assert(asset !== undefined, `candidate ${this.candidate} of ${this.request.candidates.length}`);
    return asset;
  }

  get progress(): HistoryProgress {
    return { asset: this.asset, percent: this.percent, trades: this.trades.length };
  }

  begin(nowMs: number): void {
    this.ask(nowMs);
  }

  takeCall(): HistoryCall | undefined {
    const call = this.call;
    this.call = undefined;
    return call;
  }

  callAnswered(answer: VendorCallAnswer, nowMs: number): void {
    if (this.phase === 'over') return;
    this.answered = true;
    this.heardMs = nowMs;
    if (answer.ok) return;
    const { error } = answer;
    if (error.code === 'NL_HISTORY_PERIOD_LIMIT') this.end({ kind: 'tooOld', reason: error.message });
    else if (error.kind === 'lost' || error.kind === 'absent') this.end({ kind: 'lost', reason: error.message });
    else if (error.kind === 'deadline') this.end({ kind: 'hung', reason: error.message });
    else this.giveUpCandidate(error.message, nowMs);
  }

  /** A history trade of `asset`, its payload at `at`; those of other assets are of an earlier request. */
  trade(asset: AssetName, view: DataView, at: number, flags: number, nowMs: number): void {
    if (this.phase === 'over' || !sameAsset(asset, this.asset)) return;
    this.heardMs = nowMs;
    if ((flags & FEED_LAST_PACKET) !== 0) this.lastPacket = true;
    if (this.phase === 'priming') return;
    const drop = whyNoTrade(view, at, this.day);
    if (drop !== undefined) {
      this.dropped++;
      if (drop !== 'otherDay' && drop !== 'noNumber') this.flawed++;
      return;
    }
    const number = view.getUint32(at + TRADE.number, true);
    const found = this.trades.find(number);
    const row = found >= 0 ? found : -1 - found;
    if (found < 0 && number < this.knownNumber) this.mended++;
    if (found < 0 && !this.trades.insertAt(row)) {
      this.end({ kind: 'refused', reason: `the day has more than ${this.trades.length} trades` });
      return;
    }
    this.trades.writeFrom(view, at, row);
  }

  progressed(asset: AssetName, percent: number, nowMs: number): void {
    if (this.phase === 'over' || !sameAsset(asset, this.asset)) return;
    this.heardMs = nowMs;
    this.percent = percent;
  }

  /** The vendor could not translate a trade of this history. */
  untranslated(asset: AssetName): void {
    if (this.phase === 'asking' && sameAsset(asset, this.asset)) this.flawed++;
  }

  /** Records of the feed were lost, and those of this history may be among them. */
  torn(reason: string): void {
    this.tornBecause ??= reason;
  }

  /** The host did not come round for so long: what the vendor said meanwhile may still wait to be read. */
  stalled(ms: number): void {
    this.heardMs += ms;
  }

  /** The vendor process or its market connection is gone. */
  lost(reason: string): void {
    if (this.phase !== 'over') this.end({ kind: 'lost', reason });
  }

  tick(nowMs: number): void {
    if (this.phase === 'over' || !this.answered) return;
    const { limits } = this;
    const quietMs = nowMs - this.heardMs;
    if (this.lastPacket || this.percent >= 100) {
      const enough = this.lastPacket || this.trades.length > 0 ? limits.quietMs : limits.emptyQuietMs;
      if (quietMs >= enough) this.finished(nowMs);
      return;
    }
    const heardNothing = this.percent === 0 && this.trades.length === 0;
    if (heardNothing && quietMs >= limits.silentMs) {
      this.giveUpCandidate(`no answer within ${limits.silentMs} ms`, nowMs);
      return;
    }
    if (nowMs - this.askedMs >= limits.hardMs) {
      const state = `progress ${this.percent}, ${this.trades.length} trades`;
      this.end({
        kind: 'hung',
        reason: `the history of ${this.asset.ticker} has not ended within ${limits.hardMs} ms (${state})`,
      });
    }
  }

  private finished(nowMs: number): void {
    if (this.phase === 'priming') {
      this.phase = 'asking';
      this.ask(nowMs);
      return;
    }
    const hole = this.hole();
    if (hole !== undefined) {
      if (this.tries < MAX_HISTORY_TRIES) this.askAgain(nowMs);
      else
        this.end({
          kind: 'lost',
          reason: `the history of ${this.asset.ticker} came ${this.tries} times with holes: ${hole}`,
        });
      return;
    }
    if (this.trades.length === 0) {
      this.giveUpCandidate('it ended without a trade', nowMs);
      return;
    }
    this.end({
      kind: 'answered',
      asset: this.asset,
      trades: this.trades,
      fromMs: this.request.fromMs,
      endMs: this.request.endMs,
      dropped: this.dropped,
      lastPacketSeen: this.lastPacket,
    });
  }

  /**
   * Why trades may be missing in the midst of what came. Where the vendor itself gives no trade, another try shows whether there is one:
   * once a try finds none that the tries before had left out, the flaws are the vendor's own and the history is as whole as it gets.
   */
  private hole(): string | undefined {
    if (this.tornBecause !== undefined) return this.tornBecause;
    if (this.flawed === 0 || (this.tries > 1 && this.mended === 0)) return undefined;
    return `${this.flawed} trades came without price, quantity or time`;
  }

  /** What came stays: the next try fills it up. */
  private askAgain(nowMs: number): void {
    const { trades, tries } = this;
    this.ask(nowMs);
    this.trades = trades;
    this.knownNumber = trades.lastNumber();
    this.tries = tries + 1;
  }

  private giveUpCandidate(reason: string, nowMs: number): void {
    this.reasons.push(`${this.asset.ticker}: ${reason}`);
    if (this.candidate + 1 >= this.request.candidates.length) {
      this.end({ kind: 'empty', reasons: this.reasons });
      return;
    }
    this.candidate++;
    if (this.phase === 'priming') this.phase = 'asking';
    this.ask(nowMs);
  }

  private ask(nowMs: number): void {
    const { fromMs, endMs } = this.request;
    this.trades = new TradeColumns();
    this.dropped = 0;
    this.tries = 1;
    this.mended = 0;
    this.knownNumber = 0;
    this.flawed = 0;
    this.tornBecause = undefined;
    this.percent = 0;
    this.lastPacket = false;
    this.answered = false;
    this.askedMs = nowMs;
    this.heardMs = nowMs;
    const startMs = this.phase === 'priming' ? Math.max(fromMs, endMs - PRIMING_SPAN_MS) : fromMs;
    const { callMs: deadlineMs } = this.limits;
    this.call = { asset: this.asset, start: historyTime(startMs), end: historyTime(endMs), deadlineMs };
  }

  private end(outcome: HistoryOutcome): void {
    this.phase = 'over';
    this.outcome = outcome;
  }
}

function sameAsset(a: AssetName, b: AssetName): boolean {
  return a.ticker === b.ticker && a.exchange === b.exchange;
}
