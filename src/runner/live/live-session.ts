// A prepared session in; its events through the engine, its orders out to the host, until the close, a stop or a failure: what it was out.

import { basename } from 'node:path';
import { DigestJournal } from '../../adapters/journal/digest-journal.ts';
import { RunJournal } from '../../adapters/journal/run-journal.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { OperatorCommand } from '../../core/account/account-event.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import { drive } from '../drive.ts';
import type { HostExchange } from '../host/host-exchange.ts';
import { observers } from '../run-observer.ts';
import { makeEngine } from '../run-plan.ts';
import type { ControlStatus, OperateArgs, RollBackArgs, StopArgs } from './control-messages.ts';
import { type ControlledSession, ControlServer } from './control-server.ts';
import { criticalLines } from './critical-lines.ts';
import { failedRun, writeFailed } from './failed-run.ts';
import { finishRun, type SessionWork } from './finish-run.ts';
import { GateRecord } from './gate-record.ts';
import { guardedBeat } from './guarded-beat.ts';
import { LatchWatch } from './latch-watch.ts';
import { LiveJournal } from './live-journal.ts';
import { LiveMeter } from './live-meter.ts';
import type { LiveRun, StopMode } from './live-options.ts';
import { heldOf, statusOf } from './live-status.ts';
import { LiveTally, utcOf } from './live-tally.ts';
import type { PreparedSession } from './prepare-session.ts';
import { ReleaseSwitch } from './release-switch.ts';
import { resumeWish } from './resume-wish.ts';
import { RiskRemovals } from './risk-removals.ts';
import { rollBackBy } from './roll-back-by.ts';
import { exchangesOf, type SessionExchanges } from './session-exchanges.ts';
import { gateFacts } from './session-gate-facts.ts';
import type { SessionHistory } from './session-history.ts';
import { SessionNotes } from './session-notes.ts';
import { STOP_FLAT_MS, StopWish } from './stop-wish.ts';
import { TradingStart } from './trading-start.ts';
import { WatchedEngine } from './watched-engine.ts';
import { whyWaits } from './why-waits.ts';

/** Between two looks at journal, stop wishes and the day's end. */
export const BEAT_MS = 250;
const BEATS_PER_LOOK = 4;
/** The host is asked anew after so many beats. */
const BEATS_PER_HOST_LOOK = 40;
/** What happens at the close is still heard. */
export const AFTER_CLOSE_US = 60_000_000;
const REASON_MAX = 500;

export class LiveSession implements ControlledSession {
  private readonly parts: PreparedSession;
  private readonly engine: WatchedEngine;
  private readonly tally = new LiveTally();
  private readonly notes: SessionNotes;
  private readonly meter: LiveMeter;
  private readonly journal: LiveJournal;
  private readonly digest: DigestJournal;
  private readonly latches: LatchWatch;
  private readonly removals: RiskRemovals;
  private readonly gates: GateRecord;
  private readonly start: TradingStart;
  private readonly exchanges: SessionExchanges;
  private readonly host: HostExchange;
  private readonly switching: ReleaseSwitch | undefined;
  private history: SessionHistory | undefined = undefined;
  private end: { readonly by: LiveRun['endedBy']; readonly reason: string } | undefined = undefined;
  private stopping: StopWish | undefined = undefined;
  private beats = 0;

  constructor(parts: PreparedSession) {
    const { options, folder, settings, isProtectOnly, watch, nowUs } = parts;
    const { plan, mode, tighterLimits } = options;
    this.parts = parts;
    this.engine = new WatchedEngine(makeEngine(plan, settings, { tighterLimits, isProtectOnly }));
    this.notes = new SessionNotes(folder);
    const tell = this.tell.bind(this);
    this.meter = new LiveMeter(watch, nowUs, (code, text) => tell('warning', code, text));
    const kept = new RunJournal(folder, { mode: 'durable', events: { mode, strategy: plan.strategy.name } });
    this.journal = new LiveJournal(kept, {
      broken: (reason) => this.journalBroken(reason),
      committed: (tookMs) => this.meter.committed(tookMs),
    });
    this.digest = new DigestJournal(this.journal);
    this.latches = new LatchWatch(this.engine.context, this.journal);
    this.removals = new RiskRemovals(this.engine.context);
    this.gates = new GateRecord(this.journal, nowUs);
    if (options.arming !== undefined) this.journal.arming(options.arming);
    this.start = new TradingStart({
      ...{ armed: options.armed, arming: options.arming },
      inject: (command) => this.give(command),
      onGates: (gates) => options.onGates?.(gates),
      tell,
    });
    this.exchanges = exchangesOf(parts, this.journal, (text) => options.say?.(text));
    this.host = this.exchanges.host;
    this.switching = ReleaseSwitch.of(parts, { context: this.engine.context, host: this.host, tell });
    parts.history.then(
      (history) => {
        this.history = history;
      },
      (error: unknown) => tell('critical', 'historyMissing', error instanceof Error ? error.message : String(error)),
    );
  }

  /** Throws UserErrors of the connection; whatever the engine throws is an end of the session, told in what it returns. */
  async run(): Promise<LiveRun> {
    const { options, folder } = this.parts;
    const { mode, plan, account } = options;
    const control = await ControlServer.listen({
      ...{ home: options.home, folder, session: this, transport: options.transport ?? 'local' },
      about: { mode, strategy: plan.strategy.name, account: account ?? null },
      say: (text) => options.say?.(text),
    });
    let digest: string | null = null;
    const failed = (text: string): void => this.tell('critical', 'watchFailed', text);
    const beat = setInterval(guardedBeat(this.lookAfter.bind(this), failed), BEAT_MS);
    try {
      await this.host.connect();
      await this.drive();
    } catch (error) {
      if (this.engine.taking !== undefined) this.failed(error, this.engine.taking, this.engine.takingIndex);
      else if (error instanceof UserError) throw error;
      else this.end ??= { by: 'host', reason: error instanceof Error ? error.message : String(error) };
    } finally {
      clearInterval(beat);
      this.host.close();
      this.latches.look();
      digest = finishRun(this.parts, this.work());
      this.parts.host.close();
      await control.close();
    }
    return this.result(digest);
  }

  status(): ControlStatus {
    const { parts, tally, meter, journal } = this;
    const { options, folder, session, isProtectOnly, nowUs } = parts;
    return statusOf({
      ...{ options, tally, meter, isProtectOnly, plan: options.plan, run: basename(folder) },
      sessionDay: session.isoDay,
      context: this.engine.context,
      ...{ gates: this.start.gates, isArmed: this.start.isArmed, arming: this.start.arming },
      journalBroken: journal.broken,
      nextRelease: this.switching?.status() ?? null,
      nowUs: nowUs(),
    });
  }

  operate(args: OperateArgs): string | undefined | Promise<undefined> {
    if (args.command === 'resume') return this.resume(args);
    this.inject(args.command, args.by, args.reason);
    return whyWaits(args.command, this.engine.context.mutes, this.parts.options.account !== undefined);
  }

  private async resume(args: OperateArgs): Promise<undefined> {
    const wish = await resumeWish(this.parts, this.engine.context, this.removals, args);
    this.journal.arming(this.start.resumeBy({ ...wish, stopping: this.stopping?.reason }));
    this.inject('resume', args.by, args.reason);
  }

  stop({ mode, by, reason }: StopArgs): void {
    this.beginStop(mode, `${by}: ${reason}`);
  }

  rollBack(args: RollBackArgs): string {
    const said = rollBackBy(this.parts.options, args);
    this.lookAtRelease();
    return said;
  }

  private inject(command: OperatorCommand['command'], by: string, reason: string): void {
    this.give({ kind: 'operatorCommand', command, by, reason: reason.slice(0, REASON_MAX) });
  }

  private give(command: OperatorCommand): void {
    this.removals.asked(command);
    this.host.inject(command);
  }

  private work(): SessionWork {
    const { tally, digest, journal, history } = this;
    const failed = (reason: string): void => this.tell('critical', 'runNotFinished', reason);
    return { tally, digest, journal, history, gates: this.start.gates, failed };
  }

  private drive(): Promise<void> {
    const { plan, observer, say } = this.parts.options;
    const predictor = plan.model?.predictor;
    const own = { ...criticalLines(say), onEvent: this.onEvent.bind(this) };
    return drive({
      engine: this.engine,
      exchange: this.exchanges.exchange,
      journal: this.digest,
      predictors: predictor === undefined ? new Map() : new Map([[plan.strategy.name, this.meter.timed(predictor)]]),
      observer: observers([
        this.tally,
        this.latches,
        this.removals,
        own,
        ...(observer === undefined ? [] : [observer]),
      ]),
      stopped: () => this.end !== undefined,
    });
  }

  private onEvent(batch: EventBatch, index: number): void {
    this.meter.onEvent(batch, index, this.engine.context.mutes.has('backfill'));
    this.stopping?.onEvent(batch, index);
  }

  private lookAfter(): void {
    this.beats += 1;
    this.journal.flush();
    this.meter.queued(this.host.delay.waitedMs);
    this.latches.look();
    if (this.beats % BEATS_PER_HOST_LOOK === 0) void this.parts.host.look();
    this.lookAtRelease();
    if (this.beats % BEATS_PER_LOOK === 0) this.lookAtGates();
    const wish = this.parts.options.stopWish?.();
    if (wish !== undefined) this.beginStop(wish, 'asked to stop');
    if (this.stopping !== undefined) this.goOnStopping();
    const { context } = this.engine;
    // also where no host tells the time any more: the next day has contracts of its own
    const timeUs = Math.max(context.nowUs, this.parts.nowUs());
    if (timeUs > this.parts.session.closeUs + AFTER_CLOSE_US) this.endAt('close', 'the session is over');
  }

  private lookAtGates(): void {
    const { parts, meter, history, journal, switching } = this;
    const { context } = this.engine;
    const told = { history, journalBroken: journal.broken, leaving: switching?.leaving };
    this.start.look(gateFacts(parts, context, meter, told), context.state.latches);
    this.gates.take(this.start.gates);
  }

  /** A person resumes by the gates as they are, not as they were. */
  private lookAtRelease(): void {
    const { switching } = this;
    if (switching === undefined || this.stopping !== undefined || this.end !== undefined) return;
    const before = switching.leaving;
    const ends = switching.look();
    if (switching.leaving !== before) this.lookAtGates();
    if (ends !== undefined) this.endAt('switch', ends);
  }

  private beginStop(mode: StopMode, reason: string): void {
    if (this.stopping !== undefined && this.stopping.mode === mode) return;
    this.stopping = new StopWish(mode, reason);
    if (mode === 'keep') return this.endAt('stop', reason);
    const { command, by } = this.stopping.flatten;
    this.inject(command, by, reason);
  }

  private goOnStopping(): void {
    const { stopping, engine, parts } = this;
    if (stopping === undefined || this.end !== undefined) return;
    const hasCarried = (parts.carriedFrom?.carried.orders.length ?? 0) > 0;
    const outcome = stopping.outcome(engine.context, hasCarried);
    if (outcome === 'flat') return this.endAt('stop', stopping.reason);
    if (outcome === undefined) return;
    const text = `not flat after ${STOP_FLAT_MS / 1000} s: stops stay, the guardian looks after them`;
    this.tell('critical', 'stopNotFlat', text);
    this.endAt('stop', `${stopping.reason}; not flat`);
  }

  private endAt(by: LiveRun['endedBy'], reason: string): void {
    this.end ??= { by, reason };
    this.host.close();
  }

  private journalBroken(reason: string): void {
    this.tell('critical', 'journalBroken', `${reason}: entries are off, what is held stays protected`);
    this.inject('pause', 'journal', reason);
  }

  private tell(severity: 'info' | 'warning' | 'critical', code: string, text: string): void {
    const { options, nowUs } = this.parts;
    const timeUs = nowUs();
    this.notes.add({ timeUtc: utcOf(timeUs), severity, code, text });
    this.tally.onAlert(timeUs, severity, code, text);
    options.observer?.onAlert(timeUs, severity, code, text);
    options.say?.(`${severity}: ${code}: ${text}`);
  }

  private failed(error: unknown, batch: EventBatch, index: number): void {
    const failed = failedRun(error, batch, index, this.parts.isProtectOnly);
    this.end = { by: 'failure', reason: `the engine failed at event ${failed.seq} (${failed.kind}): ${failed.error}` };
    this.tell('critical', 'engineFailed', `${this.end.reason}; it is started anew, the guardian protects meanwhile`);
    writeFailed(this.parts.folder, failed);
  }

  private result(digest: string | null): LiveRun {
    const { folder, session, isProtectOnly } = this.parts;
    const { by, reason } = this.end ?? { by: 'host', reason: 'the host ended the stream' };
    return {
      ...{ folder, reason, isProtectOnly, held: heldOf(this.engine.context), digest },
      ...{ counts: this.tally.counts, sessionDay: session.isoDay, endedBy: by, arming: this.start.arming },
    };
  }
}
