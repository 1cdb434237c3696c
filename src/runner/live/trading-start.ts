// The pause at the start of a session and its gates in; the resumption when all are open, and a pause when the clocks drift apart, out.

import type { JournalledArming } from '../../adapters/journal/journalled-gate.ts';
import type { OperatorCommand } from '../../core/account/account-event.ts';
import { GATES, PROBATION, START_TEXT } from '../../core/risk/start-pause.ts';
import type { TradingLatches } from '../../core/risk/trading-state.ts';
import { areOpen, type GateFacts, liveGates, RELEASE_FIRST } from './live-gates.ts';
import type { LiveGate } from './live-options.ts';
import { OperatorRefusal } from './operator-refusal.ts';

/** What a resumption by a person does not wait for: it is what opens them. */
const BY_RESUMPTION: ReadonlySet<string> = new Set(['armed', 'state']);

/** Characters of the reason of a command. */
const REASON_MAX = 500;

/** Why new risk is held back by something else than the start. */
export function heldBy({ halted, lossLimit, drawdown, paused }: TradingLatches): string | undefined {
  if (halted !== undefined) return `halted: ${halted}`;
  return lossLimit ?? drawdown ?? (paused === START_TEXT ? undefined : paused);
}

export interface TradingStartOptions {
  /** Armed before it began. */
  readonly armed: boolean;
  readonly arming: JournalledArming | undefined;
  readonly inject: (command: OperatorCommand) => void;
  readonly onGates: (gates: readonly LiveGate[]) => void;
  readonly tell: (severity: 'info' | 'warning' | 'critical', code: string, text: string) => void;
}

export interface ResumeWish {
  readonly by: string;
  /** The account as the person typed it. */
  readonly typed: string | undefined;
  readonly account: string | undefined;
  readonly timeUs: number;
  readonly isBegun: boolean;
  readonly isGone: boolean;
  /** Who has killed the account, as the host says it now. */
  readonly killed?: string | undefined;
  /** What took risk away since the person asked: they could not know of it. */
  readonly meanwhile?: string | undefined;
  /** Why the session is ending, where it is. */
  readonly stopping?: string | undefined;
}

export class TradingStart {
  gates: readonly LiveGate[] = [];
  arming: JournalledArming | undefined;
  private readonly options: TradingStartOptions;
  private isResuming = false;
  private isDrifted = false;
  private toldText = '';
  private hasBegun = false;
  private heldBack: string | undefined = undefined;

  constructor(options: TradingStartOptions) {
    this.options = options;
    this.arming = options.arming;
  }

  get isArmed(): boolean {
    return this.options.armed || this.arming !== undefined;
  }

  /** To be asked each second. */
  look(facts: GateFacts, latches: TradingLatches): void {
    this.gates = liveGates({ ...facts, options: { ...facts.options, armed: this.isArmed } });
    const text = this.gates.map(({ id, state }) => `${id} ${state}`).join(', ');
    if (text !== this.toldText) this.options.onGates(this.gates);
    this.toldText = text;
    const isPaused = latches.paused === START_TEXT;
    if (!isPaused || !areOpen(this.gates)) this.isResuming = false;
    else if (!this.isResuming) this.resume();
    this.watchClock();
    // every session begins paused: before that there is nothing to pause
    this.hasBegun ||= latches.paused !== undefined;
    if (this.hasBegun) this.askJudge(facts);
  }

  /** Why a person cannot resume now; undefined where they can. @param typed the account, where the session is not armed yet. */
  whyNotResumed(account: string | undefined, typed: string | undefined): string | undefined {
    if (typed !== undefined && typed !== account) return `it trades on ${account ?? 'no account'}, not on ${typed}`;
    if (!this.isArmed && typed === undefined) {
      return 'it is not armed: a person types its account once, at the terminal of this machine: qt resume';
    }
    const closed = this.gates.filter(({ id, state }) => state !== 'open' && !BY_RESUMPTION.has(id));
    return closed.length === 0 ? undefined : closed.map(({ id, text }) => `${id}: ${text}`).join('; ');
  }

  /** What opens the gates that keep a person from resuming; undefined where none of them says it. */
  private get fixes(): string | undefined {
    const closed = this.gates.filter(({ id, state }) => state !== 'open' && !BY_RESUMPTION.has(id));
    const fixes = closed.flatMap(({ id, fix }) => (fix === undefined ? [] : [`${id}: ${fix}`]));
    return fixes.length === 0 ? undefined : fixes.join('. ');
  }

  /** A person resumes, and so arms what was not armed; gives what is to be recorded of it. Throws an OperatorRefusal. */
  resumeBy(wish: ResumeWish): JournalledArming {
    const { by, typed, account, timeUs, isBegun, isGone, killed, meanwhile, stopping } = wish;
    if (stopping !== undefined) throw new OperatorRefusal(`not resumed: it is stopping: ${stopping}`);
    if (!isBegun) throw new OperatorRefusal('not resumed: it has not begun', 'Ask it again in a moment');
    if (killed !== undefined) {
      throw new OperatorRefusal(
        `not resumed: the account is killed by ${killed}: qt resume --killed first`,
        RELEASE_FIRST,
      );
    }
    if (meanwhile !== undefined) {
      throw new OperatorRefusal(
        `not resumed: ${meanwhile} came meanwhile: ask again`,
        'See what it was (qt status), then ask again: qt resume',
      );
    }
    const closed = this.whyNotResumed(account, typed);
    if (closed !== undefined) throw new OperatorRefusal(`not resumed: ${closed}`, this.fixes);
    if (isGone) throw new OperatorRefusal('the host is gone: ask it again when it is back', 'Start it: qt host start');
    const arming = { timeUs, account: account ?? null, by };
    if (!this.isArmed) this.arming = arming;
    return arming;
  }

  private resume(): void {
    this.isResuming = true;
    const reason = 'every gate is open';
    this.options.inject({ kind: 'operatorCommand', command: 'resume', by: GATES, reason });
  }

  /** A person who resumes after it has been told: their word stands. */
  private askJudge({ options: { judge } }: GateFacts): void {
    const reason = judge?.heldBack();
    if (reason === this.heldBack) return;
    this.heldBack = reason;
    if (reason === undefined) return;
    this.options.inject({
      kind: 'operatorCommand',
      command: 'pause',
      by: PROBATION,
      reason: reason.slice(0, REASON_MAX),
    });
  }

  private watchClock(): void {
    const clock = this.gates.find(({ id }) => id === 'clock');
    const isDrifted = clock?.state === 'shut';
    if (isDrifted && !this.isDrifted) {
      this.options.tell('critical', 'clockDrift', `${clock.text}: entries are off until a person resumes`);
      this.options.inject({ kind: 'operatorCommand', command: 'pause', by: 'clock', reason: clock.text });
    }
    this.isDrifted = isDrifted;
  }
}
