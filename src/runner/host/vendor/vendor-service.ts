// The vendor library as a service that survives its process: login, subscriptions, the day's tapes and their backfill above one link.

import type { AssetName } from '../../../adapters/profit-dll/feed/feed.ts';
import { assert } from '../../../core/assert.ts';
import { BackfillPlan } from './backfill-plan.ts';
import type { DayTape } from './day-tape.ts';
import { DayTapes } from './day-tapes.ts';
import { HistoryQueue } from './history-queue.ts';
import type { HistoryOutcome, HistoryProgress, HistoryRequest } from './history-request.ts';
import { type LoginEffect, LoginWatch } from './login-watch.ts';
import { OverflowWatch } from './overflow-watch.ts';
import { RecordScan, type ScanHandler } from './record-scan.ts';
import { SubscriptionBook, type SubscriptionCall } from './subscription-book.ts';
import { MS_PER_DAY } from './trade-check.ts';
import { UntoldRecords } from './untold-records.ts';
import { VendorLink } from './vendor-link.ts';
import type { VendorClock, VendorServiceOptions } from './vendor-options.ts';
import type {
  SubscriptionKind,
  VendorCallAnswer,
  VendorListener,
  VendorPort,
  VendorSecrets,
  VendorStatus,
} from './vendor-port.ts';
import { libraryOf, type VendorHeartbeat, type VendorOpened } from './vendor-protocol.ts';
import type { VendorPeer } from './vendor-run.ts';

const SUBSCRIPTION_NAMES = { ticker: 'Ticker', priceDepth: 'PriceDepth', offerBook: 'OfferBook' } as const;

/** Driven by `tick`; whoever makes it calls that each VENDOR_TICK_MS, until it is stopped. */
export class VendorService implements VendorPort {
  private readonly clock: VendorClock;
  private readonly mode: VendorSecrets['mode'];
  private readonly link: VendorLink;
  private readonly login: LoginWatch;
  private readonly book = new SubscriptionBook();
  private readonly plan: BackfillPlan;
  private readonly histories: HistoryQueue;
  private readonly scan: RecordScan;
  private readonly overflow = new OverflowWatch();
  private readonly untold = new UntoldRecords((records, run) => this.tell((each) => each.records(records, run)));
  private readonly tapes: DayTapes;
  private readonly listeners = new Set<VendorListener>();
  private secrets: VendorSecrets | undefined;
  private opened: VendorOpened | undefined;
  private heartbeat: VendorHeartbeat | undefined;
  private isNewProcess = false;

  constructor(options: VendorServiceOptions) {
    const { settings, door, spawn, limits, clock, mode } = options;
    this.clock = clock;
    this.mode = mode;
    this.login = new LoginWatch(mode, limits.login);
    this.plan = new BackfillPlan(limits.backfill);
    this.tapes = new DayTapes(this.plan, this.today());
    this.histories = new HistoryQueue(
      {
        call: (method, args, deadlineMs) => this.call(method, args, deadlineMs),
        want: (asset) => this.book.want(asset, 'ticker'),
        unwant: (asset) => this.book.unwant(asset, 'ticker'),
        subscription: (asset) => this.book.stateOf(asset, 'ticker'),
        replaceProcess: (reason) => this.link.restart(reason),
        nowMs: () => clock.nowMs(),
      },
      limits.history,
    );
    this.scan = new RecordScan(this.scanHandler());
    this.link = new VendorLink({
      settings,
      door,
      spawn,
      runLimits: limits.run,
      restartLimits: limits.restart,
      nowMs: () => clock.nowMs(),
      listener: {
        opened: (run, opened) => this.processOpened(run, opened),
        records: (records, run) => this.untold.take(records, run, (whole) => this.scan.take(whole)),
        heartbeat: (heartbeat) => this.takeHeartbeat(heartbeat),
        lateAnswer: (late) => this.tell((listener) => listener.lateAnswer(late)),
        ended: (_run, reason) => this.processEnded(reason),
        state: (state) => {
          this.tell((each) => each.process(state));
          if (state.kind === 'stopped') this.histories.stopped(state.reason);
        },
      },
    });
  }

  /** A connection of the host's link with the role of a vendor. */
  accept(peer: VendorPeer): void {
    this.link.accept(peer);
  }

  start(secrets: VendorSecrets): void {
    assert(secrets.mode === this.mode, `the service was made for mode ${this.mode}`);
    this.secrets = secrets;
    this.link.start();
  }

  async stop(): Promise<void> {
    this.apply(this.login.processEnded('stopped'));
    await this.link.stop();
    this.secrets = undefined;
  }

  relogin(reason: string): void {
    this.link.restart(reason);
  }

  listen(listener: VendorListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  call(method: string, args: readonly unknown[], deadlineMs: number): Promise<VendorCallAnswer> {
    return this.link.call(method, args, deadlineMs);
  }

  want(asset: AssetName, kind: SubscriptionKind): void {
    if (!this.book.want(asset, kind)) {
      const reason = 'there is no room for another subscription';
      this.tell((listener) => listener.subscription({ asset, kind, state: 'refused', reason }));
      return;
    }
    if (kind === 'ticker') this.tapes.add(asset, this.clock.nowMs());
  }

  unwant(asset: AssetName, kind: SubscriptionKind): void {
    this.book.unwant(asset, kind);
    if (kind === 'ticker' && !this.book.isWanted(asset, 'ticker')) this.tapes.remove(asset);
  }

  tape(asset: AssetName): DayTape | undefined {
    return this.tapes.get(asset);
  }

  history(request: HistoryRequest, progress?: (progress: HistoryProgress) => void): Promise<HistoryOutcome> {
    const { state } = this.link;
    if (state.kind === 'stopped') return Promise.resolve({ kind: 'lost', reason: state.reason });
    const { promise, resolve } = Promise.withResolvers<HistoryOutcome>();
    if (!this.histories.add({ request, progress, done: resolve })) {
      resolve({ kind: 'refused', reason: 'too many requests for history wait' });
    }
    return promise;
  }

  status(): VendorStatus {
    return {
      process: this.link.state,
      market: this.login.market,
      routing: this.login.routing,
      feed: this.opened?.feed,
      ...libraryOf(this.opened),
      counters: this.heartbeat?.counters,
      restarts: this.link.restarts,
      subscriptions: this.book.statuses,
    };
  }

  /** Deadlines, retries, heartbeats, the change of the day: everything that time brings. */
  tick(): void {
    const nowMs = this.clock.nowMs();
    this.link.tick();
    this.apply(this.login.tick(nowMs));
    const ready = this.login.marketReady;
    this.tapes.turn(this.today(), (asset) => ready && this.isMade(asset), nowMs);
    if (ready) {
      const call = this.book.next(nowMs);
      if (call !== undefined) void this.subscribe(call);
    }
    for (const status of this.book.takeChanged()) this.tell((listener) => listener.subscription(status));
    if (ready && this.histories.idle) this.backfill(nowMs);
    this.histories.tick(ready);
  }

  private backfill(nowMs: number): void {
    const step = this.plan.next(nowMs, (asset) => this.isMade(asset));
    if (step === undefined) return;
    const done = (outcome: HistoryOutcome, endMs: number): void => {
      const result = this.plan.ended(step, outcome, endMs);
      this.tell((listener) => listener.backfilled(result));
    };
    this.histories.begin({ request: step.request, progress: undefined, done });
  }

  private async subscribe(call: SubscriptionCall): Promise<void> {
    const answer = await this.link.call(call.action, [SUBSCRIPTION_NAMES[call.kind], call.asset], call.deadlineMs);
    this.book.answered(call, answer, this.clock.nowMs());
  }

  private processOpened(run: number, opened: VendorOpened): void {
    this.opened = opened;
    this.isNewProcess = true;
    this.scan.processStarted();
    this.tapes.processStarted();
    this.overflow.processStarted();
    this.tell((listener) => listener.processStarted(run));
    this.apply(this.login.processStarted(this.clock.nowMs()));
    void this.initialise();
  }

  private async initialise(): Promise<void> {
    const { secrets } = this;
    if (secrets === undefined) return;
    const answer = await this.link.initialise(secrets);
    if (answer.ok || answer.error.kind === 'lost') return;
    this.apply(this.login.initialiseFailed(answer.error.code, answer.error.message));
  }

  private processEnded(reason: string): void {
    this.heartbeat = undefined;
    this.apply(this.login.processEnded(reason));
    this.histories.processEnded(reason);
  }

  /** Market records that find no room are told in their place; for those of orders and states there is no such mending. */
  private takeHeartbeat(heartbeat: VendorHeartbeat): void {
    this.heartbeat = heartbeat;
    const { overflowed, reservedOverflowed } = heartbeat.counters;
    this.overflowed(this.overflow.heartbeat(overflowed));
    if (reservedOverflowed > 0) this.link.restart(`the feed lost ${reservedOverflowed} records of orders or states`);
  }

  private apply(effects: readonly LoginEffect[]): void {
    if (effects.length > 0) this.untold.tellTo(this.scan.at);
    for (const effect of effects) {
      switch (effect.kind) {
        case 'service':
          this.tell((listener) => listener.service(effect.state));
          break;
        case 'lost':
          this.lose(effect.reason, undefined, undefined);
          break;
        case 'resumed':
          this.book.reset(this.isNewProcess);
          this.isNewProcess = false;
          this.plan.flowing(this.clock.nowMs());
          break;
        case 'stop':
          this.link.stopForGood(effect.reason, effect.fix);
          break;
        case 'restart':
          this.link.restart(effect.reason);
          break;
      }
    }
  }

  private overflowed(lost: number): void {
    if (lost === 0) return;
    const reason = 'the feed had no room for market records';
    this.histories.torn(reason);
    this.lose(reason, lost, undefined);
  }

  /** Trades are missing from here on until the next one comes. */
  private lose(reason: string, records: number | undefined, asset: AssetName | undefined): void {
    this.untold.tellTo(this.scan.at);
    this.tapes.openGap(reason, asset, this.clock.nowMs());
    this.tell((listener) => listener.gap(reason, records, asset));
  }

  private scanHandler(): ScanHandler {
    return {
      liveTrade: (asset, view, at, isEdit) => {
        const outcome = this.tapes.of(asset)?.takeLive(view, at, isEdit);
        // a trade may be behind it that only history knows. Most are nothing: whoever listens is told only of what history finds
        if (outcome === 'price' || outcome === 'quantity' || outcome === 'noTime') {
          this.tapes.openGap('the vendor gave a trade without price, quantity or date', asset, this.clock.nowMs());
        }
      },
      historyTrade: (asset, view, at, flags) => this.histories.trade(asset, view, at, flags),
      untranslated: (asset, isHistory) => {
        if (isHistory) this.histories.untranslated(asset);
        else this.lose('the vendor could not translate a trade', 1, asset);
      },
      progress: (asset, percent) => this.histories.progressed(asset, percent),
      state: (type, result) => this.apply(this.login.state(type, result, this.clock.nowMs())),
      invalidTicker: (asset) => this.book.invalidTicker(asset),
      overflow: (lost) => this.overflowed(this.overflow.record(lost)),
      damaged: (reason) => {
        this.histories.torn(reason);
        this.link.restart(`the records of the feed cannot be followed: ${reason}`);
      },
    };
  }

  private isMade(asset: AssetName): boolean {
    return this.book.stateOf(asset, 'ticker')?.state === 'made';
  }

  private today(): number {
    return Math.floor(this.clock.localMs() / MS_PER_DAY);
  }

  private tell(what: (listener: VendorListener) => void): void {
    for (const listener of this.listeners) what(listener);
  }
}
