// Runs history requests one at a time: those of the day's own backfill first, then those that others asked for; each ends with an outcome.

import type { AssetName } from '../../../adapters/profit-dll/feed/feed.ts';
import { HistoryDownload } from './history-download.ts';
import type { HistoryLimits, HistoryOutcome, HistoryProgress, HistoryRequest } from './history-request.ts';
import type { SubscriptionStatus, VendorCallAnswer } from './vendor-port.ts';

/** Requests that wait; more are refused. */
const MAX_WAITING_REQUESTS = 64;

/** Ticks further apart than this part of the quiet time mean that the host did not come round. */
const STALL_PART = 3;

export interface HistoryJob {
  readonly request: HistoryRequest;
  readonly progress: ((progress: HistoryProgress) => void) | undefined;
  readonly done: (outcome: HistoryOutcome, nowMs: number) => void;
}

/** What the queue needs of the session. */
export interface HistorySession {
  call(method: string, args: readonly unknown[], deadlineMs: number): Promise<VendorCallAnswer>;
  want(asset: AssetName): boolean;
  unwant(asset: AssetName): void;
  subscription(asset: AssetName): SubscriptionStatus | undefined;
  replaceProcess(reason: string): void;
  nowMs(): number;
}

interface Active {
  readonly job: HistoryJob;
  /** Undefined while its candidates are being subscribed. */
  download: HistoryDownload | undefined;
  toldPercent: number;
}

export class HistoryQueue {
  private readonly session: HistorySession;
  private readonly limits: HistoryLimits;
  private readonly waiting: HistoryJob[] = [];
  private active: Active | undefined;
  private primed = false;
  private tickedMs: number;

  constructor(session: HistorySession, limits: HistoryLimits) {
    this.session = session;
    this.limits = limits;
    this.tickedMs = session.nowMs();
  }

  get idle(): boolean {
    return this.active === undefined;
  }

  /** Of the request that is under way. */
  get progress(): HistoryProgress | undefined {
    return this.active?.download?.progress;
  }

  /** False where too many wait. */
  add(job: HistoryJob): boolean {
    if (this.waiting.length >= MAX_WAITING_REQUESTS) return false;
    this.waiting.push(job);
    return true;
  }

  /** Begins a job at once; only when idle. */
  begin(job: HistoryJob): void {
    for (const asset of job.request.candidates) this.session.want(asset);
    this.active = { job, download: undefined, toldPercent: -1 };
  }

  /** `ready`: market data are connected. */
  tick(ready: boolean): void {
    const nowMs = this.session.nowMs();
    const sinceTickMs = nowMs - this.tickedMs;
    this.tickedMs = nowMs;
    if (this.active === undefined && ready) {
      const job = this.waiting.shift();
      if (job !== undefined) this.begin(job);
    }
    const { active } = this;
    if (active === undefined) return;
    if (active.download === undefined) {
      if (ready) this.startWhenSubscribed(active, nowMs);
      return;
    }
    // timers run before sockets are read: of a time in which the host stood still nothing is known yet
    if (sinceTickMs > this.limits.quietMs / STALL_PART) active.download.stalled(sinceTickMs);
    active.download.tick(nowMs);
    this.follow(active, nowMs);
  }

  trade(asset: AssetName, view: DataView, at: number, flags: number): void {
    this.active?.download?.trade(asset, view, at, flags, this.session.nowMs());
  }

  untranslated(asset: AssetName): void {
    this.active?.download?.untranslated(asset);
  }

  /** Records of the feed were lost: a history that is under way may have a hole, and is asked for anew. */
  torn(reason: string): void {
    this.active?.download?.torn(reason);
  }

  progressed(asset: AssetName, percent: number): void {
    this.active?.download?.progressed(asset, percent, this.session.nowMs());
  }

  /** The process is gone: what was asked of it ends as lost, what waits goes on waiting. */
  processEnded(reason: string): void {
    this.primed = false;
    const { active } = this;
    if (active === undefined) return;
    active.download?.lost(reason);
    this.end(active, active.download?.outcome ?? { kind: 'lost', reason }, this.session.nowMs());
  }

  /** Nothing will be asked any more. */
  stopped(reason: string): void {
    this.processEnded(reason);
    for (const job of this.waiting.splice(0)) job.done({ kind: 'lost', reason }, this.session.nowMs());
  }

  private startWhenSubscribed(active: Active, nowMs: number): void {
    const { candidates } = active.job.request;
    const states = candidates.map((asset) => this.session.subscription(asset));
    if (states.some((status) => status?.state === 'wanted')) return;
    const made = candidates.filter((_, i) => states[i]?.state === 'made');
    if (made.length === 0) {
      const reasons = candidates.map(
        (asset, i) => `${asset.ticker}: ${states[i]?.reason ?? 'there is no room to subscribe it'}`,
      );
      this.end(active, { kind: 'empty', reasons }, nowMs);
      return;
    }
    active.download = new HistoryDownload({ ...active.job.request, candidates: made }, this.primed, this.limits);
    this.primed = true;
    active.download.begin(nowMs);
    this.follow(active, nowMs);
  }

  private follow(active: Active, nowMs: number): void {
    const { download, job } = active;
    if (download === undefined) return;
    const call = download.takeCall();
    if (call !== undefined) void this.ask(active, download, call);
    const { percent } = download.progress;
    if (percent !== active.toldPercent) {
      active.toldPercent = percent;
      job.progress?.(download.progress);
    }
    if (download.outcome !== undefined) this.end(active, download.outcome, nowMs);
  }

  private async ask(
    active: Active,
    download: HistoryDownload,
    call: NonNullable<ReturnType<HistoryDownload['takeCall']>>,
  ): Promise<void> {
    const { asset, start, end, deadlineMs } = call;
    const answer = await this.session.call('requestHistoryTrades', [asset, start, end], deadlineMs);
    if (this.active !== active) return;
    const nowMs = this.session.nowMs();
    download.callAnswered(answer, nowMs);
    this.follow(active, nowMs);
  }

  private end(active: Active, outcome: HistoryOutcome, nowMs: number): void {
    this.active = undefined;
    for (const asset of active.job.request.candidates) this.session.unwant(asset);
    active.job.done(outcome, nowMs);
    // the vendor cannot be told to leave a request; the next one would mix with it
    if (outcome.kind === 'hung') this.session.replaceProcess(outcome.reason);
  }
}
