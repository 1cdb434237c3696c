// A mode and what a user typed in; the sessions of it against the host until they are stopped, and what came of them, out.

import { basename } from 'node:path';
import { alertSettingsSchema } from '../adapters/alerts/alert-settings.ts';
import { takeFromEnvironment } from '../adapters/secrets/secret-source.ts';
import type { EpochStart } from '../core/account/account-event.ts';
import { Kind } from '../core/market/event-record.ts';
import { AlertReach } from '../runner/alerting/alert-reach.ts';
import { type Alerting, openAlerting } from '../runner/alerting/alerting.ts';
import { gateText } from '../runner/live/live-gates.ts';
import type { LiveGate, LiveMode, LiveOptions, LiveRun, StopMode } from '../runner/live/live-options.ts';
import { wallClockUs } from '../runner/live/prepare-session.ts';
import { runLive } from '../runner/live/run-live.ts';
import { SessionScreen } from '../runner/live/session-screen.ts';
import { betweenAll } from '../runner/parity/between-all.ts';
import type { BetweenSessions } from '../runner/retraining/between-sessions.ts';
import { observers, type RunObserver } from '../runner/run-observer.ts';
import { AttachedInput } from './attached-input.ts';
import type { CommandContext } from './command-context.ts';
import { counted } from './counted.ts';
import { jobsBeside } from './jobs-beside.ts';
import { type LiveArguments, type PreparedLive, prepareLive } from './prepare-live.ts';
import { type ProbationWatch, watchProbation } from './probation-watch.ts';
import { EXIT_FAILED } from './report-error.ts';
import { type RevokedWatch, watchRevocations } from './revoked-watch.ts';
import { StopRequest } from './stop-request.ts';
import { stopWord } from './stop-word.ts';

const NO_ALERTS = alertSettingsSchema.parse({ desktop: false });

/** @param nowUs in place of the clock of this machine, microseconds UTC */
export async function runAgainstHost(
  given: CommandContext,
  mode: LiveMode,
  args: LiveArguments,
  nowUs?: () => number,
): Promise<void> {
  const prepared = await prepareLive(given, mode, args);
  const context = given.timed(nowUs ?? wallClockUs);
  // a host that was started meanwhile has taken its own from the same place
  const secrets = takeFromEnvironment();
  const gates = new GateScreen((text) => context.say(text));
  const stop = new StopRequest((why) => context.say(stopWord(context.home, why)));
  let alerting: Alerting | undefined;
  let reach: AlertReach | undefined;
  let revoked: RevokedWatch | undefined;
  let probation: ProbationWatch | undefined;
  const attached = args.attached === true ? new AttachedInput() : undefined;
  let jobs: readonly (BetweenSessions & { close(): unknown })[] = [];
  try {
    alerting = await openAlerting({
      ...{ home: context.home, source: `${prepared.options.plan.strategy.name} ${mode}`, secrets },
      // what runs beside a session tells nobody anything: that session does, and a chat has one reader
      ...{ settings: attached === undefined ? prepared.machine.alerts : NO_ALERTS },
      ...{ state: () => gates.summary, say: (text: string) => context.say(text) },
      onOutcome: (outcome) => reach?.take(outcome),
    });
    reach = new AlertReach(alerting.ways, (text) => context.say(text));
    reach.remind();
    for (const name of alerting.missing)
      context.say(`Alerts: the secret ${name} is missing, its target is not used; qt secrets set ${name}`);
    if (attached === undefined) probation = watchProbation(context, mode, prepared, alerting, nowUs);
    if (attached === undefined) jobs = jobsBeside(context, prepared, alerting, args, probation);
    // what holds nothing has nothing to wait for, and pauses nothing by its end
    const stopWish = (): StopMode | undefined => (stop.isAsked ? 'flatten' : attached?.isEnded ? 'keep' : undefined);
    revoked = watchRevocations(context, args.release, prepared.runs, alerting);
    const runs = await runLive(
      optionsOf({ context, prepared, alerting, reach, gates, stopWish, nowUs, jobs, probation }),
    );
    report(context, runs);
  } finally {
    stop.close();
    revoked?.close();
    attached?.close();
    for (const job of jobs) await job.close();
    await alerting?.close();
    await prepared.close();
  }
}

interface Running {
  readonly context: CommandContext;
  readonly prepared: PreparedLive;
  readonly alerting: Alerting;
  readonly reach: AlertReach;
  readonly gates: GateScreen;
  readonly stopWish: () => StopMode | undefined;
  readonly nowUs: (() => number) | undefined;
  readonly jobs: readonly BetweenSessions[];
  readonly probation: ProbationWatch | undefined;
}

function optionsOf({
  context,
  prepared,
  alerting,
  reach,
  gates,
  stopWish,
  nowUs,
  jobs,
  probation,
}: Running): LiveOptions {
  const { options, feesBrl } = prepared;
  return {
    ...options,
    gates: [...(options.gates ?? []), reach.gate],
    // of the day on which a session begins
    get feesBrl() {
      return feesBrl();
    },
    observer: observers([
      alerting.observer,
      sessionsOf(alerting, reach),
      new SessionScreen((text) => context.say(text)),
      ...(probation === undefined ? [] : [probation]),
    ]),
    judge: probation,
    say: (text) => context.say(text),
    onGates: (all) => gates.show(all),
    stopWish,
    nowUs,
    between: betweenAll(jobs),
  };
}

/** What was told once is told again on another day. */
function sessionsOf(alerting: Alerting, reach: AlertReach): RunObserver {
  let day = '';
  return {
    onEvent: (batch, index) => {
      if (batch.kindAt(index) !== Kind.epochStart) return;
      const { sessionDay } = batch.payloadAt(index) as EpochStart;
      if (day !== '' && day !== sessionDay) {
        alerting.startSession();
        reach.remind();
      }
      day = sessionDay;
    },
    onDecision: () => {},
    onCommand: () => {},
    onAlert: () => {},
  };
}

/** Tells each gate when it is new or has changed. */
class GateScreen {
  private readonly say: (text: string) => void;
  private readonly shown = new Map<string, string>();
  /** For signs of life. */
  summary = 'starting';

  constructor(say: (text: string) => void) {
    this.say = say;
  }

  show(gates: readonly LiveGate[]): void {
    for (const gate of gates) {
      // figures that move each second are no news
      if (this.shown.get(gate.id) === gate.state) continue;
      this.shown.set(gate.id, gate.state);
      this.say(gateText(gate));
    }
    const closed = gates.filter(({ state }) => state !== 'open').map(({ id }) => id);
    const summary = closed.length === 0 ? 'every gate is open' : `waiting for ${closed.join(', ')}`;
    if (summary !== this.summary) this.say(summary);
    this.summary = summary;
  }
}

function report(context: CommandContext, runs: readonly LiveRun[]): void {
  const lines = runs.map(({ folder, sessionDay, endedBy, reason, held, counts, isProtectOnly }) => {
    const left = Object.entries(held).map(([symbol, quantity]) => `${quantity} ${symbol}`);
    const what = left.length === 0 ? 'flat' : `HOLDS ${left.join(', ')}: its stops stay at the broker, see qt status`;
    const only = isProtectOnly ? ', protected only' : '';
    return `${sessionDay} ended by ${endedBy} (${reason})${only}; ${counted(counts.decisions ?? 0, 'decision')}, ${counted(counts.commands ?? 0, 'command')}; ${what}; run ${basename(folder)}`;
  });
  context.result({ runs }, lines.length === 0 ? 'no session was run' : lines.join('\n'));
  const last = runs.at(-1);
  if (last?.endedBy === 'failure' || Object.keys(last?.held ?? {}).length > 0) process.exitCode = EXIT_FAILED;
}
