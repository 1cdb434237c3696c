// The recorder as a part of the host: what operators want recorded in, subscriptions that follow the calendar and finished days out.

import { z } from 'zod';
import { storedTerms } from '../../adapters/datasets/instruments/instrument-file.ts';
import { openStore } from '../../adapters/datasets/store.ts';
import { formatDay } from '../../core/market/civil-day.ts';
import { dayNumberAt } from '../../core/market/civil-time.ts';
import { builtInTerms, type InstrumentTerms } from '../../core/market/instrument-terms.ts';
import type { Provenance } from '../../core/market/provenance.ts';
import type { HostLog } from '../host/host-log.ts';
import type { HostRequest } from '../host/host-requests.ts';
import type { Subscriptions, Wanted } from '../host/subscriptions.ts';
import type { VendorPort, VendorStatus } from '../host/vendor/vendor-port.ts';
import { captureRoot, listRecordedDays } from './capture-folder.ts';
import { type CaptureWish, captureTarget, lastCaptureDay } from './capture-wish.ts';
import { bookSchema, readWishes, symbolSchema, WISHES_MAX, writeWishes } from './capture-wishes.ts';
import { type ClaimedCaptures, claimCaptures } from './claim-captures.ts';
import { type Compacted, compactElsewhere } from './compact-elsewhere.ts';
import { countHistory } from './count-history.ts';
import { BEAT_MS, Recorder, type RecorderNotice, type RecordingStatus } from './recorder.ts';
import { removeOldSegments } from './remove-old-segments.ts';

const REVIEW_EVERY_MS = 1000;
/** Finished days, and gaps, that the status tells. */
const FINISHED_MAX = 20;
const GAPS_MAX = 50;

const startArgs = z.strictObject({
  symbols: z.array(symbolSchema).min(1),
  book: bookSchema,
  days: z.int().positive().optional(),
});
const stopArgs = z.strictObject({ symbols: z.array(symbolSchema).optional() });

export interface HostCaptureOptions {
  readonly home: string;
  readonly provenance: Provenance;
  readonly log: HostLog;
  /** The host's clock. */
  readonly nowUs: () => number;
}

export interface CaptureStatus {
  readonly provenance: Provenance;
  readonly wishes: readonly { readonly symbol: string; readonly contract: string | null; readonly state: string }[];
  readonly recordings: readonly RecordingStatus[];
  readonly finished: readonly Compacted[];
  /** The last of this host, in their order. */
  readonly gaps: readonly CaptureGap[];
  /** Where the data come from; null before the host has begun. */
  readonly vendor: Pick<VendorStatus, 'process' | 'market' | 'subscriptions'> | null;
  /** Days that are being closed or wait to be made part of the datasets. */
  readonly compacting: number;
}

export interface CaptureGap {
  readonly contract: string;
  readonly timeUs: number;
  readonly reason: string;
  /** Null where nobody could count. */
  readonly lostRecords: number | null;
}

interface Held {
  readonly wish: CaptureWish;
  contract: string | undefined;
  wanted: Wanted | undefined;
  state: string;
}

/**
 * Give `recorder` to the host as a sink and `requests` as requests, then call `begin` with the host's subscriptions and, for the counts of history, its vendor; `close` after the
 * host has stopped. UserErrors at `open`: `capture-busy`, `capture-wishes-wrong`.
 */
export class HostCapture {
  readonly recorder: Recorder;
  readonly requests: Readonly<Record<string, HostRequest>> = {
    'capture.start': async (args) => this.start(args),
    'capture.stop': async (args) => this.stop(args),
    'capture.status': async () => this.status(),
  };
  private readonly options: HostCaptureOptions;
  private readonly claimed: ClaimedCaptures;
  private readonly held: Held[] = [];
  private readonly finished: Compacted[] = [];
  private subscriptions: Pick<Subscriptions, 'want' | 'release'> | undefined = undefined;
  private compaction: Promise<void> = Promise.resolve();
  private compacting = 0;
  private timer: NodeJS.Timeout | undefined = undefined;
  private reviewedMs = Number.NEGATIVE_INFINITY;
  private readonly gaps: CaptureGap[] = [];
  private vendor: Pick<VendorPort, 'history' | 'status'> | undefined = undefined;
  private isClosing = false;
  private readonly closed = Promise.withResolvers<undefined>();

  static async open(options: HostCaptureOptions): Promise<HostCapture> {
    const root = captureRoot(options.home);
    const claimed = await claimCaptures(root);
    try {
      return new HostCapture(options, claimed, readWishes(root));
    } catch (error) {
      claimed.release();
      throw error;
    }
  }

  private constructor(options: HostCaptureOptions, claimed: ClaimedCaptures, wishes: readonly CaptureWish[]) {
    this.options = options;
    this.claimed = claimed;
    const { provenance, nowUs, home } = options;
    this.recorder = new Recorder({
      root: captureRoot(home),
      ...{ provenance, nowUs },
      onNotice: (notice) => this.noticed(notice),
      onGap: (contract, { timeUs, reason, lostRecords = null }) => {
        this.gaps.push({ contract, timeUs, reason, lostRecords });
        if (this.gaps.length > GAPS_MAX) this.gaps.shift();
      },
    });
    for (const wish of wishes) this.hold(wish);
    for (const { path, tornBytes } of claimed.cut) options.log.warning('captureWasCut', { path, tornBytes });
  }

  /** Follows what was wanted before, and finishes the days that were left. */
  begin(subscriptions: Pick<Subscriptions, 'want' | 'release'>, vendor?: Pick<VendorPort, 'history' | 'status'>): void {
    this.subscriptions = subscriptions;
    this.vendor = vendor;
    removeOldSegments(captureRoot(this.options.home), dayNumberAt(this.options.nowUs()));
    const today = this.today();
    for (const { contract, day } of listRecordedDays(captureRoot(this.options.home)))
      if (day < today) this.compact(contract, day);
    this.beat(performance.now());
    this.timer = setInterval(() => this.beat(performance.now()), BEAT_MS);
  }

  /** Called by a timer. */
  beat(nowMs: number): void {
    this.recorder.beat(nowMs);
    if (nowMs - this.reviewedMs < REVIEW_EVERY_MS) return;
    this.reviewedMs = nowMs;
    this.review();
  }

  /** What is recorded is safe. A day that is being made a part of the datasets is waited for, the others are left to the next start. */
  async close(): Promise<void> {
    this.isClosing = true;
    this.closed.resolve(undefined);
    clearInterval(this.timer);
    await this.recorder.close();
    await this.compaction;
    this.claimed.release();
  }

  status(): CaptureStatus {
    const vendor = this.vendor?.status();
    return {
      provenance: this.options.provenance,
      wishes: this.held.map(({ wish, contract, state }) => ({
        symbol: wish.symbol,
        contract: contract ?? null,
        state,
      })),
      recordings: this.recorder.status(),
      finished: this.finished,
      gaps: this.gaps,
      vendor: vendor === undefined ? null : pick(vendor),
      compacting: this.compacting + this.recorder.closingDays,
    };
  }

  private start(args: unknown): CaptureStatus {
    const { symbols, book, days } = startArgs.parse(args);
    const unknown = symbols.find((symbol) => this.termsOf(symbol) === undefined);
    if (unknown !== undefined)
      throw new Error(`the tick of ${unknown} is not known: import a file of it with --definition first`);
    for (const symbol of symbols) {
      if (this.held.length >= WISHES_MAX) throw new Error(`at most ${WISHES_MAX} instruments are recorded`);
      this.drop(symbol);
      const untilDay = days === undefined ? undefined : lastCaptureDay(symbol, days, this.options.nowUs());
      this.hold({ symbol, book, untilDay });
    }
    this.save();
    this.review();
    return this.status();
  }

  private stop(args: unknown): CaptureStatus {
    const { symbols } = stopArgs.parse(args);
    for (const symbol of symbols ?? this.held.map(({ wish }) => wish.symbol)) this.drop(symbol);
    this.save();
    return this.status();
  }

  private hold(wish: CaptureWish): void {
    this.held.push({ wish, contract: undefined, wanted: undefined, state: 'not begun' });
  }

  private drop(symbol: string): void {
    const at = this.held.findIndex(({ wish }) => wish.symbol === symbol);
    if (at === -1) return;
    this.leave(this.held[at]!);
    this.held.splice(at, 1);
  }

  private save(): void {
    const wishes = this.held.map(({ wish }) => wish);
    writeWishes(captureRoot(this.options.home), wishes);
  }

  /** Each wish gets the contract that it means now: that is the roll. */
  private review(): void {
    if (this.subscriptions === undefined) return;
    let isOver = false;
    for (const held of this.held) {
      const target = captureTarget(held.wish, this.options.nowUs());
      if (target.kind === 'record') {
        if (target.contract === held.contract) continue;
        const before = held.contract;
        this.leave(held);
        this.enter(held, target.contract, target.exchange);
        if (before !== undefined) this.options.log.info('captureRolled', { from: before, to: target.contract });
        continue;
      }
      this.leave(held);
      held.state = target.reason;
      isOver ||= target.kind === 'over';
    }
    if (!isOver) return;
    const left = this.held.filter(({ wish }) => captureTarget(wish, this.options.nowUs()).kind !== 'over');
    this.held.splice(0, this.held.length, ...left);
    this.save();
  }

  private enter(held: Held, contract: string, exchange: string): void {
    const terms = this.termsOf(contract);
    const book = held.wish.book === 'price' ? 'depth' : held.wish.book;
    const wanted = terms === undefined ? undefined : this.subscriptions!.want(contract, exchange, terms, book);
    held.contract = contract;
    held.wanted = wanted;
    held.state = wanted === undefined ? 'the host has no room for another instrument' : 'recording';
    if (wanted !== undefined) this.recorder.follow(contract, held.wish.book);
  }

  private leave(held: Held): void {
    const { contract, wanted } = held;
    held.contract = undefined;
    held.wanted = undefined;
    if (wanted !== undefined) this.subscriptions!.release(wanted);
    // another wish may mean the same contract: WDO and WDOU25
    if (contract !== undefined && !this.held.some((each) => each.contract === contract))
      this.recorder.unfollow(contract);
  }

  private noticed(notice: RecorderNotice): void {
    const { kind, ...facts } = notice;
    if (kind === 'stopped') this.options.log.error('captureStopped', facts);
    else if (kind === 'resumed') this.options.log.warning('captureResumed', facts);
    else this.compact(notice.contract, (facts as { day: string }).day);
  }

  /** A day that goes on in another recording is finished later. */
  private compact(contract: string, day: string): void {
    const goesOn = day === this.today() && (this.isClosing || this.held.some((each) => each.contract === contract));
    if (goesOn) return;
    this.compacting += 1;
    this.compaction = this.compaction.then(async () => {
      // the next start does what is left
      if (this.isClosing) return;
      const stored = await compactElsewhere(this.options.home, contract, day);
      const compacted = stored.kind === 'report' ? await this.withHistory(stored) : stored;
      this.compacting -= 1;
      this.finished.push(compacted);
      if (this.finished.length > FINISHED_MAX) this.finished.shift();
      if (compacted.kind === 'failed') this.options.log.error('captureNotStored', { ...compacted });
      else this.options.log.info('captureStored', { ...compacted.report, faults: compacted.report.faults.length });
    });
  }

  /** The vendor counts the day too; a host that is being stopped does not wait for it. */
  private async withHistory(stored: Extract<Compacted, { kind: 'report' }>): Promise<Compacted> {
    const { report } = stored;
    if (report.counts === undefined || this.vendor === undefined || this.isClosing) return stored;
    const asked = countHistory(this.vendor, report.contract, report.day);
    const history = await Promise.race([asked, this.closed.promise]);
    return history === undefined ? stored : { ...stored, report: { ...report, counts: { ...report.counts, history } } };
  }

  private today(): string {
    return formatDay(dayNumberAt(this.options.nowUs()));
  }

  private termsOf(symbol: string): InstrumentTerms | undefined {
    return builtInTerms(symbol) ?? storedTerms(openStore(this.options.home).root, symbol);
  }
}

function pick({ process, market, subscriptions }: VendorStatus): NonNullable<CaptureStatus['vendor']> {
  return { process, market, subscriptions };
}
