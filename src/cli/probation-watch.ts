// The sessions of a release that is new at its stage in; what it breaks held against it: paused at once, its channel rolled back, people told, out.

import { statSync } from 'node:fs';
import type { ProbationSettings } from '../adapters/machine/probation-settings.ts';
import { UserError } from '../adapters/user-error.ts';
import type { EpochStart } from '../core/account/account-event.ts';
import type { OrderCommand } from '../core/execution/order-command.ts';
import type { EventBatch } from '../core/market/event-batch.ts';
import { Kind } from '../core/market/event-record.ts';
import { type RiskLimits, tighter } from '../core/risk/risk-limits.ts';
import type { Breach } from '../promotion/probation/breach.ts';
import { breachIn } from '../promotion/probation/breach-in.ts';
import { breachOfSession } from '../promotion/probation/breach-of-session.ts';
import { broughtInE4 } from '../promotion/probation/brought-in.ts';
import { endProbation } from '../promotion/probation/end-probation.ts';
import { runsOfDay } from '../promotion/probation/good-days.ts';
import { type ProbationState, probationState, runsOnProbation } from '../promotion/probation/probation-state.ts';
import { SessionTally } from '../promotion/probation/session-tally.ts';
import { tellOfBreak } from '../promotion/probation/tell-of-break.ts';
import { brokenRelease } from '../promotion/release/broken-release.ts';
import { channelHistory, readChannel } from '../promotion/release/channels.ts';
import { readTrustedKeys } from '../promotion/release/keys.ts';
import { messageOf } from '../promotion/release/release-error.ts';
import { historyPath } from '../promotion/release/release-folders.ts';
import type { Stage } from '../promotion/release/stage.ts';
import type { Alerting } from '../runner/alerting/alerting.ts';
import type { LiveMode } from '../runner/live/live-options.ts';
import type { SessionJudge } from '../runner/live/session-judge.ts';
import type { BetweenSessions } from '../runner/retraining/between-sessions.ts';
import type { RunObserver } from '../runner/run-observer.ts';
import { ChannelFollower } from './channel-follower.ts';
import type { CommandContext } from './command-context.ts';
import type { PreparedLive } from './prepare-live.ts';

const EVERY_MS = 1000;
/** After a disk that was full, or a file that was being restored. */
const TRY_AGAIN_MS = 30_000;
/** Another moves the channel: that is no fault unless it lasts. */
const BUSY_AGAIN_MS = 1000;
const BUSY_PATIENCE_MS = 10_000;

export interface ProbationWatchOptions {
  readonly home: string;
  readonly strategy: string;
  readonly stage: Stage;
  /** Id of the release that runs now. */
  readonly release: () => string;
  readonly settings: ProbationSettings;
  /** Of the release that runs now, the machine's tighter ones applied. */
  readonly limits?: (() => RiskLimits) | undefined;
  readonly tell: (severity: 'critical', code: string, text: string) => void;
  readonly nowMs?: (() => number) | undefined;
  readonly everyMs?: number | undefined;
}

/** Nothing here throws into the session; files are touched by its own timer, and between sessions. */
export class ProbationWatch implements RunObserver, SessionJudge, BetweenSessions {
  private readonly options: ProbationWatchOptions;
  private readonly tally: SessionTally;
  private readonly timer: NodeJS.Timeout;
  private release: string;
  private day = '';
  private state: ProbationState = { kind: 'none' };
  /** Release and session day that `state` is of, and what was said of them. */
  private of = '';
  private history = '';
  private said: string | undefined = undefined;
  private isTellDue = true;
  private isCertificateDue = true;
  private againMs = 0;
  private failure = '';
  private busySinceMs: number | undefined = undefined;
  /** What could not be judged: of the release and day that run, and of certificates; undefined where it could. */
  private unasked: string | undefined = undefined;
  private uncertified: string | undefined = undefined;

  constructor(options: ProbationWatchOptions) {
    this.options = options;
    this.release = options.release();
    this.tally = new SessionTally(options.limits);
    this.timer = setInterval(() => this.look(), options.everyMs ?? EVERY_MS);
    this.timer.unref();
  }

  /** With a last look: what broke in the last second counts too. */
  close(): void {
    clearInterval(this.timer);
    this.look();
  }

  heldBack(): string | undefined {
    if (this.of !== this.key) return this.unasked ?? this.uncertified;
    const why = this.state.kind === 'broken' ? this.state.entry.reason : this.breach?.text;
    if (why !== undefined) this.said ??= `the release broke its probation: ${why}`;
    return this.said ?? this.uncertified;
  }

  onEvent(batch: EventBatch, index: number): void {
    if (batch.kindAt(index) === Kind.epochStart) {
      const epoch = batch.payloadAt(index) as EpochStart;
      const { sessionDay } = epoch;
      if (sessionDay !== this.day) this.tally.forget();
      this.day = sessionDay;
      this.follow();
      if (epoch.carried !== undefined) this.goesOn(epoch);
      // nothing is decided yet: a release that is broken opens nothing, however soon its gates are
      if (this.of !== this.key) this.guarded(() => this.ask());
    }
    this.tally.onEvent(batch, index);
  }

  onDecision(): void {}

  onCommand(command: OrderCommand): void {
    this.follow();
    this.tally.onCommand(command);
  }

  onAlert(timeUs: number, severity: 'info' | 'warning' | 'critical', code: string, text: string): void {
    this.follow();
    this.tally.onAlert(timeUs, severity, code, text);
  }

  /** Certificates may have been made. */
  certified(): void {
    this.isCertificateDue = true;
  }

  ended(): void {
    this.certified();
  }

  idle(): void {
    if (!this.isCertificateDue || this.nowMs < this.againMs) return;
    this.uncertified = this.guarded(() => this.judgeCertificates());
    this.isCertificateDue = this.uncertified !== undefined;
  }

  /** A session that slept for no moment before it began. */
  begins(): void {
    this.idle();
  }

  private get key(): string {
    return `${this.release} ${this.day}`;
  }

  private get breach(): Breach | undefined {
    return this.state.kind === 'on' ? breachOfSession(this.tally.figures, this.options.settings) : undefined;
  }

  /** What it does not know is not held against the release; the day's limit holds the session back all the same. */
  private goesOn(epoch: EpochStart): void {
    this.tally.goesOn(undefined);
    try {
      this.tally.goesOn(broughtInE4(epoch, runsOfDay(this.options, this.day), this.release));
    } catch {
      // books that do not add up halt the session by themselves
    }
  }

  /** What an earlier release of the day did is not held against the next one. */
  private follow(): void {
    const release = this.options.release();
    if (release !== this.release) this.tally.forget();
    this.release = release;
  }

  private look(): void {
    if (this.nowMs >= this.againMs) this.guarded(() => this.judgeSession());
  }

  private judgeSession(): void {
    this.follow();
    if (this.day !== '' && (this.of !== this.key || this.history !== this.stamp)) this.ask();
    const { breach } = this;
    if (breach !== undefined) {
      this.end(this.release, this.day, breach);
      this.ask();
    }
    if (this.isTellDue) this.tell();
  }

  private ask(): void {
    const { home, strategy, stage, settings } = this.options;
    const { release, day, key, stamp, state } = this;
    const { sessions } = settings;
    if (this.of !== key) this.said = undefined;
    try {
      this.state = probationState({ home, strategy, stage, release, day, sessions });
    } catch (error) {
      // what is known already goes on: it is watched
      if (this.of !== key) this.unasked = this.unjudged(error);
      throw error;
    }
    // a person has put it back: it is new again
    if (this.of === key && state.kind === 'broken' && this.state.kind !== 'broken') {
      this.tally.forgive();
      this.said = undefined;
    }
    this.of = key;
    this.history = stamp;
    this.unasked = undefined;
    this.failure = '';
  }

  /** Of the release that the channel names: the next session would be its. */
  private judgeCertificates(): void {
    const { home, strategy, stage, settings } = this.options;
    const { sessions } = settings;
    const release = readChannel(home, strategy, stage)?.release;
    if (release === undefined || sessions === 0) return;
    if (brokenRelease(channelHistory(home, strategy, stage), release) !== undefined) return;
    const trusted = readTrustedKeys(home);
    for (const { folder, day } of runsOnProbation({ home, strategy, stage, release, sessions })) {
      const breach = breachIn(folder, trusted);
      if (breach === undefined) continue;
      this.end(release, day, breach);
      this.of = '';
      this.tell();
      return;
    }
  }

  private end(release: string, day: string, breach: Breach): void {
    const { home, strategy, stage, settings } = this.options;
    const at = new Date(this.nowMs).toISOString();
    endProbation({ home, strategy, stage, release, breach, day, at, rollsBack: settings.rollBack });
    this.isTellDue = true;
  }

  private tell(): void {
    tellOfBreak(this.options, (code, text) => this.options.tell('critical', code, text));
    this.isTellDue = false;
  }

  /** The session goes on, paused where something broke or is not known; what could not be done is tried again. Gives why it was not done. */
  private guarded(work: () => void): string | undefined {
    try {
      work();
      this.busySinceMs = undefined;
      return undefined;
    } catch (error) {
      const text = this.unjudged(error);
      if (error instanceof UserError && error.code === 'channel-busy') {
        this.busySinceMs ??= this.nowMs;
        this.againMs = this.nowMs + BUSY_AGAIN_MS;
        if (this.nowMs - this.busySinceMs < BUSY_PATIENCE_MS) return text;
      } else this.againMs = this.nowMs + TRY_AGAIN_MS;
      if (text !== this.failure) this.options.tell('critical', 'probationUnknown', text);
      this.failure = text;
      return text;
    }
  }

  private unjudged(error: unknown): string {
    return `the probation of ${this.release} could not be judged: ${messageOf(error)}`;
  }

  /** Of the history of the channel; it changes with each entry. */
  private get stamp(): string {
    const { home, strategy, stage } = this.options;
    const found = statSync(historyPath(home, strategy, stage), { throwIfNoEntry: false });
    return found === undefined ? '' : `${found.ino} ${found.size} ${found.mtimeMs}`;
  }

  private get nowMs(): number {
    return this.options.nowMs?.() ?? Date.now();
  }
}

/** Undefined where no release runs by a channel's stage: in shadow, and from sources. */
export function watchProbation(
  context: CommandContext,
  mode: LiveMode,
  { options, machine, runs }: PreparedLive,
  alerting: Alerting,
  nowUs?: () => number,
): ProbationWatch | undefined {
  if (mode === 'shadow' || options.release === null) return undefined;
  const { channel } = options;
  const limits = (): RiskLimits => {
    const { code, strategy } = channel instanceof ChannelFollower ? channel.runs.plan : options.plan;
    return tighter(code.limitsOf(strategy), options.tighterLimits ?? {});
  };
  return new ProbationWatch({
    ...{ home: context.home, strategy: options.plan.strategy.name, stage: mode },
    ...{ release: runs, settings: machine.probation, limits },
    nowMs: nowUs === undefined ? undefined : () => nowUs() / 1000,
    tell: (severity, code, text) => {
      context.say(`${severity}: ${code}: ${text}`);
      alerting.raise({ severity, code, text });
    },
  });
}
