// What a session against the host is made of: release, mode, account, limits and watches; and what it says when it is over.

import type { DatasetStore } from '../../adapters/datasets/store.ts';
import type { Transport } from '../../adapters/host-link/endpoint.ts';
import type { JournalledArming } from '../../adapters/journal/journalled-gate.ts';
import type { NoRiskWindow } from '../../core/account/account-event.ts';
import type { EngineSettings } from '../../core/engine/engine-context.ts';
import type { RiskLimits } from '../../core/risk/risk-limits.ts';
import type { GuardWish } from '../host/stream-messages.ts';
import type { BetweenSessions } from '../retraining/between-sessions.ts';
import type { RunObserver } from '../run-observer.ts';
import type { RunPlan } from '../run-plan.ts';
import type { FollowedChannel } from './next-release.ts';
import type { SessionJudge } from './session-judge.ts';

/** live and demo send orders to an account; shadow sends none; paper sends them to a simulated venue of its own. */
export type LiveMode = 'live' | 'demo' | 'shadow' | 'paper';

/** `flatten`: out of the position first. `keep`: stops stay at the broker, the guardian of the host looks after them. */
export type StopMode = 'flatten' | 'keep';

/** A condition of trading, told to people and recorded. */
export interface LiveGate {
  readonly id: string;
  /** `open`: fulfilled. `waiting`: may still come by itself. `shut`: a person has to do something. */
  readonly state: 'open' | 'waiting' | 'shut';
  readonly text: string;
  /** What to do where it is not open. */
  readonly fix?: string | undefined;
  /** Open, and a person should know of it all the same. */
  readonly warns?: boolean;
}

/** Beyond these something is told or switched off; absent fields are the defaults of `liveWatchDefaults`. */
export interface LiveWatch {
  /** The clock of this machine may differ from the server's so much, milliseconds; beyond it entries are off. */
  readonly clockDriftMs: number;
  /** An event may wait so long for the engine before it is told, milliseconds. */
  readonly queueMs: number;
  /** A prediction may take so long before it is told, milliseconds. */
  readonly predictionMs: number;
  /** A durable commit of the journal may take so long before it is told, milliseconds. */
  readonly commitMs: number;
  /** Free space of the disk of the home below which no trading begins, bytes. */
  readonly diskFreeBytes: number;
  /** Silence of the market in its open phase after which no trading begins, milliseconds. */
  readonly marketSilentMs: number;
}

export const liveWatchDefaults: LiveWatch = {
  clockDriftMs: 1000,
  queueMs: 250,
  predictionMs: 1000,
  commitMs: 100,
  diskFreeBytes: 5 * 1024 ** 3,
  marketSilentMs: 60_000,
};

export interface LiveOptions {
  readonly mode: LiveMode;
  readonly home: string;
  readonly store: DatasetStore;
  readonly plan: RunPlan;
  /** Id of the signed release; null only where a strategy is run from source. */
  readonly release: string | null;
  readonly strategyFile: string | null;
  /** Where the release was named by its channel: another that it comes to name takes its place, once nothing is held. */
  readonly channel?: FollowedChannel | undefined;
  /** As the host names it, BROKER:ACCOUNT or BROKER:ACCOUNT:SUBACCOUNT; of live and demo, and of no other mode. */
  readonly account?: string | undefined;
  /** Capital at the opening, BRL. */
  readonly capitalBrl: number;
  /** A person has armed it: trading begins when every gate is open. Otherwise it begins paused and stays so until `resume`. */
  readonly armed: boolean;
  /** Of a challenger in shadow: no order is ever out, and a pause of an earlier process of the day was not meant for it. */
  readonly carriesNothing?: boolean | undefined;
  /** Who armed it, and when; recorded. */
  readonly arming?: JournalledArming | undefined;
  /** Of the machine. */
  readonly tighterLimits?: Partial<RiskLimits> | undefined;
  /** In place of what a live engine has (`liveEngineSettings`). */
  readonly engine?: Partial<Omit<EngineSettings, 'guard'>> | undefined;
  /** What the host's guardian does for this trader; with an account only. */
  readonly guard?: GuardWish | undefined;
  /** No new risk within these, by session day. */
  readonly noRiskWindows?: ((day: string) => readonly NoRiskWindow[]) | undefined;
  /** Fees and brokerage together, BRL per contract and side; the assumption for the root where absent. */
  readonly feesBrl?: number | undefined;
  /** Of the simulated venue of paper. */
  readonly seed?: number | undefined;
  /** What it says pauses the session. */
  readonly judge?: SessionJudge | undefined;
  /** Judged by the caller before: release, account pin, secrets. */
  readonly gates?: readonly LiveGate[] | undefined;
  readonly watch?: Partial<LiveWatch> | undefined;
  readonly observer?: RunObserver | undefined;
  /** What people may want to read. */
  readonly say?: ((text: string) => void) | undefined;
  /** The gates, whenever one has changed. */
  readonly onGates?: ((gates: readonly LiveGate[]) => void) | undefined;
  /** Told, with `runLive`, when a session has closed, how long there is until the next, and when it begins. */
  readonly between?: BetweenSessions | undefined;
  /** Asked several times a second; a mode ends the session, and with `runLive` all of it. */
  readonly stopWish?: (() => StopMode | undefined) | undefined;
  /** How operators of this machine reach the session; `local` where absent. */
  readonly transport?: Transport | undefined;
  /** Microseconds UTC; the clock of the machine where absent. */
  readonly nowUs?: (() => number) | undefined;
}

export interface LiveRun {
  /** Absolute path of the run folder. */
  readonly folder: string;
  readonly sessionDay: string;
  /** `switch`: another release takes its place at once. */
  readonly endedBy: 'close' | 'stop' | 'host' | 'failure' | 'switch';
  /** Why, in a sentence. */
  readonly reason: string;
  /** Contracts held, by symbol, when it ended: empty when flat. */
  readonly held: Readonly<Record<string, number>>;
  readonly digest: string | null;
  readonly isProtectOnly: boolean;
  /** Who has armed it, before or while it ran; undefined where nobody has. */
  readonly arming?: JournalledArming | undefined;
  readonly counts: Readonly<Record<string, number>>;
}
