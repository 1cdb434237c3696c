// Keeps a vendor process alive: starts one, restarts it with growing pauses when it ends, and stops for good where that helps nothing.

import { type RestartLimits, RestartPolicy } from './restart-policy.ts';
import type { LateAnswer, VendorCallAnswer, VendorProcessState, VendorSecrets } from './vendor-port.ts';
import type { Invitation, VendorHeartbeat, VendorOpened, VendorProcessSettings } from './vendor-protocol.ts';
import {
  type RunEnd,
  type RunLimits,
  type VendorChild,
  type VendorDoor,
  type VendorPeer,
  VendorRun,
} from './vendor-run.ts';

export interface LinkListener {
  /** The process has loaded the library; nothing is initialised yet. */
  opened(run: number, opened: VendorOpened): void;
  records(records: Uint8Array, run: number): void;
  heartbeat(heartbeat: VendorHeartbeat): void;
  lateAnswer(late: LateAnswer): void;
  /** The process is gone. */
  ended(run: number, reason: string): void;
  state(state: VendorProcessState): void;
}

export interface VendorLinkOptions {
  readonly settings: VendorProcessSettings;
  readonly door: VendorDoor;
  readonly spawn: (invitation: Invitation) => VendorChild;
  readonly runLimits: RunLimits;
  readonly restartLimits: RestartLimits;
  readonly listener: LinkListener;
  /** Monotonic. */
  readonly nowMs: () => number;
}

/** Driven by `tick`, a few times a second. */
export class VendorLink {
  private readonly options: VendorLinkOptions;
  private readonly policy: RestartPolicy;
  private current: VendorRun | undefined;
  private runNumber = 0;
  private startedMs = 0;
  private stateNow: VendorProcessState = { kind: 'idle' };
  private wanted = false;
  private final: { readonly reason: string; readonly fix: string | undefined } | undefined;
  private readonly waitingForStop: (() => void)[] = [];

  constructor(options: VendorLinkOptions) {
    this.options = options;
    this.policy = new RestartPolicy(options.restartLimits);
  }

  get state(): VendorProcessState {
    return this.stateNow;
  }

  get run(): number {
    return this.runNumber;
  }

  get restarts(): number {
    return this.policy.restarts;
  }

  start(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.final = undefined;
    this.begin();
  }

  /** A connection with the role of a vendor; one that is not invited is ended. */
  accept(peer: VendorPeer): void {
    if (this.current?.accept(peer) !== true) peer.destroy('no vendor process is expected with this key');
  }

  initialise(secrets: VendorSecrets): Promise<VendorCallAnswer> {
    const { nowMs } = this.options;
    return this.current?.initialise(secrets, nowMs()) ?? Promise.resolve(notRunning());
  }

  /** Never rejects. */
  call(method: string, args: readonly unknown[], deadlineMs: number): Promise<VendorCallAnswer> {
    const { nowMs } = this.options;
    return this.current?.call(method, args, deadlineMs, nowMs()) ?? Promise.resolve(notRunning());
  }

  /** Replaces the process: something is wrong with it that only a new one mends. */
  restart(reason: string): void {
    this.current?.kill({ reason });
  }

  /** Ends it and stays so: trying again would do harm. */
  stopForGood(reason: string, fix: string | undefined): void {
    this.final ??= { reason, fix };
    void this.stop();
  }

  stop(): Promise<void> {
    this.wanted = false;
    const { current } = this;
    if (current === undefined) {
      this.settleStop();
      return Promise.resolve();
    }
    const done = new Promise<void>((resolve) => this.waitingForStop.push(resolve));
    this.setState({ kind: 'stopping', run: this.runNumber });
    current.stop(this.options.nowMs());
    return done;
  }

  tick(): void {
    const nowMs = this.options.nowMs();
    this.current?.tick(nowMs);
    const state = this.stateNow;
    if (this.wanted && state.kind === 'waiting' && nowMs >= state.restartAtMs) this.begin();
  }

  private begin(): void {
    const { settings, door, spawn, runLimits, listener } = this.options;
    this.runNumber++;
    const run = this.runNumber;
    this.startedMs = this.options.nowMs();
    this.setState({ kind: 'starting', run });
    const runListener = {
      opened: (opened: VendorOpened) => {
        this.setState({ kind: 'running', run, pid: opened.pid });
        listener.opened(run, opened);
      },
      records: (records: Uint8Array) => listener.records(records, run),
      heartbeat: (heartbeat: VendorHeartbeat) => listener.heartbeat(heartbeat),
      lateAnswer: (late: LateAnswer) => listener.lateAnswer(late),
      ended: (end: RunEnd) => this.ended(run, end),
    };
    this.current = new VendorRun({ settings, door, spawn, limits: runLimits, listener: runListener }, this.startedMs);
  }

  private ended(run: number, end: RunEnd): void {
    this.current = undefined;
    this.options.listener.ended(run, end.reason);
    if (!this.wanted) {
      this.settleStop();
      return;
    }
    if (end.isFinal) {
      this.giveUp(end.reason, end.fix);
      return;
    }
    const nowMs = this.options.nowMs();
    const decision = this.policy.ended(nowMs, nowMs - this.startedMs);
    if (decision.kind === 'giveUp') {
      const fix = 'Look at the log of the host for the reasons, run `qt doctor`, then start the host again.';
      this.giveUp(`${decision.reason}, the last time because ${end.reason}`, fix);
      return;
    }
    this.setState({ kind: 'waiting', run, restartAtMs: nowMs + decision.delayMs, reason: end.reason });
  }

  private giveUp(reason: string, fix: string | undefined): void {
    this.wanted = false;
    this.final = { reason, fix };
    this.settleStop();
  }

  private settleStop(): void {
    const { reason, fix } = this.final ?? { reason: 'stopped', fix: undefined };
    // the end of a process may itself be what stops it for good: said once
    if (this.stateNow.kind !== 'stopped') this.setState({ kind: 'stopped', reason, fix });
    for (const done of this.waitingForStop.splice(0)) done();
  }

  private setState(state: VendorProcessState): void {
    this.stateNow = state;
    this.options.listener.state(state);
  }
}

function notRunning(): VendorCallAnswer {
  const message = 'the vendor process is not running';
  return { ok: false, error: { kind: 'absent', code: undefined, message, fix: undefined } };
}
