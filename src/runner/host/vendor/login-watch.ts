// Takes the vendor's connection states and the time; gives the state of market and routing, and when to stop or restart. No clock, no I/O.

import type { ServiceState } from './vendor-port.ts';

/** Types of FEED_STATE records. */
const STATE_LOGIN = 0;
const STATE_ROUTING = 1;
export const STATE_MARKET = 2;
const STATE_ACTIVATION = 3;

export type LoginEffect =
  | { readonly kind: 'service'; readonly state: ServiceState }
  /** Market data stopped: what comes until `resumed` is lost. */
  | { readonly kind: 'lost'; readonly reason: string }
  /** Market data flow: the first time of a process, or again. */
  | { readonly kind: 'resumed' }
  /** The vendor refuses the login. Trying again could lock the account: only a person can help. */
  | { readonly kind: 'stop'; readonly reason: string; readonly fix: string }
  | { readonly kind: 'restart'; readonly reason: string };

/** Limits in milliseconds. */
export interface LoginLimits {
  /** From the call to initialise to market data. */
  readonly loginMs: number;
  /** A refusal must stand so long before it is believed: states oscillate. */
  readonly refusalMs: number;
  /** The library reconnects by itself; after so long a new process is tried. */
  readonly marketLostMs: number;
  readonly loginLostMs: number;
  /** Routing that says "connected" and then nothing of its broker for so long counts as usable: the manual says it is. */
  readonly brokerSilentMs: number;
}

export const LOGIN_LIMITS: LoginLimits = {
  loginMs: 90_000,
  refusalMs: 3_000,
  marketLostMs: 10 * 60_000,
  loginLostMs: 2 * 60_000,
  brokerSilentMs: 15_000,
};

const LOGIN_REFUSALS: ReadonlyMap<number, readonly [reason: string, fix: string]> = new Map([
  [
    1,
    ['the login is not valid', 'Check user, password and activation key with `qt secrets`, then start the host again.'],
  ],
  [2, ['the password is wrong', 'Set the right password with `qt secrets`; several wrong tries can lock the account.']],
  [3, ['the password is blocked', 'Unlock the account with the vendor, then start the host again.']],
  [4, ['the password has expired', 'Set a new password with the vendor and with `qt secrets`.']],
]);

/** Codes of the initialise call that no second try can mend. */
const INITIALISE_REFUSALS: ReadonlySet<string> = new Set([
  'NL_NO_LOGIN',
  'NL_NO_LICENSE',
  'NL_LICENSE_NOT_ALLOWED',
  'NL_NO_PASSWORD',
  'NL_NO_USER',
  'NL_INVALID_DLL_AUTH',
  'NL_INVALID_SIGNATURE',
  'NL_INVALID_ARGS',
]);

interface Refusal {
  readonly type: number;
  readonly reason: string;
  readonly fix: string;
  readonly sinceMs: number;
}

/** One for the life of a host; `processStarted` begins each vendor process anew. */
export class LoginWatch {
  private readonly mode: 'market' | 'routing';
  private readonly limits: LoginLimits;
  private effects: LoginEffect[] = [];
  private running = false;
  private startedMs = 0;
  private loggedIn = false;
  private loginLostMs: number | undefined;
  private marketUp = false;
  private marketWasUp = false;
  private marketLostMs: number | undefined;
  private refusal: Refusal | undefined;
  private brokerWaitMs: number | undefined;
  private marketState: ServiceState = { service: 'market', state: 'disconnected', detail: undefined };
  private routingState: ServiceState = { service: 'routing', state: 'disconnected', detail: undefined };

  constructor(mode: 'market' | 'routing', limits: LoginLimits) {
    this.mode = mode;
    this.limits = limits;
  }

  get market(): ServiceState {
    return this.marketState;
  }

  get routing(): ServiceState {
    return this.routingState;
  }

  get marketReady(): boolean {
    return this.running && this.marketUp;
  }

  /** A process begins to initialise. */
  processStarted(nowMs: number): readonly LoginEffect[] {
    this.running = true;
    this.startedMs = nowMs;
    this.loggedIn = false;
    this.loginLostMs = undefined;
    this.marketUp = false;
    this.marketWasUp = false;
    this.marketLostMs = undefined;
    this.refusal = undefined;
    this.brokerWaitMs = undefined;
    this.setService('market', 'connecting', 'login');
    if (this.mode === 'routing') this.setService('routing', 'connecting', 'login');
    return this.take();
  }

  /** The process is gone or is being ended: the states that it still sends mean nothing. */
  processEnded(reason: string): readonly LoginEffect[] {
    this.running = false;
    this.stopRefused();
    if (this.marketUp) this.effects.push({ kind: 'lost', reason });
    this.marketUp = false;
    this.setService('market', 'disconnected', reason);
    if (this.mode === 'routing') this.setService('routing', 'disconnected', reason);
    return this.take();
  }

  /** The call to initialise answered with an error; `code` is the vendor's name of it. */
  initialiseFailed(code: string | undefined, message: string): readonly LoginEffect[] {
    if (!this.running) return [];
    if (this.stopRefused()) return this.take();
    if (code !== undefined && INITIALISE_REFUSALS.has(code)) {
      const fix = 'Check user, password and activation key with `qt secrets`, and the licence with the vendor.';
      this.effects.push({ kind: 'stop', reason: `the vendor refuses to begin: ${message}`, fix });
    } else this.effects.push({ kind: 'restart', reason: `the vendor could not begin: ${message}` });
    return this.take();
  }

  state(type: number, result: number, nowMs: number): readonly LoginEffect[] {
    if (!this.running) return [];
    if (type === STATE_LOGIN) this.login(result, nowMs);
    else if (type === STATE_ACTIVATION) this.activation(result, nowMs);
    else if (type === STATE_MARKET) this.marketResult(result, nowMs);
    else if (type === STATE_ROUTING) this.routingResult(result, nowMs);
    return this.take();
  }

  tick(nowMs: number): readonly LoginEffect[] {
    if (!this.running) return [];
    const { limits, refusal } = this;
    if (refusal !== undefined && nowMs - refusal.sinceMs >= limits.refusalMs) this.stopRefused();
    else if (this.isOver(this.loginLostMs, nowMs, limits.loginLostMs)) {
      this.loginLostMs = undefined;
      this.restart(`the login was lost and did not come back in ${limits.loginLostMs} ms`);
    } else if (this.isOver(this.marketLostMs, nowMs, limits.marketLostMs)) {
      this.marketLostMs = undefined;
      this.restart(`market data did not come back within ${limits.marketLostMs} ms`);
    } else if (!this.marketWasUp && refusal === undefined && nowMs - this.startedMs >= limits.loginMs) {
      this.startedMs = nowMs;
      this.restart(`no market data within ${limits.loginMs} ms after the login began`);
    }
    if (this.isOver(this.brokerWaitMs, nowMs, limits.brokerSilentMs)) {
      this.brokerWaitMs = undefined;
      this.setService('routing', 'connected', 'the state of the broker was not told');
    }
    return this.take();
  }

  private login(result: number, nowMs: number): void {
    if (result === 0) {
      this.loggedIn = true;
      this.loginLostMs = undefined;
      this.clearRefusal(STATE_LOGIN);
      return;
    }
    const refused = LOGIN_REFUSALS.get(result);
    if (refused === undefined) return;
    // once logged in, "not valid" is what an interrupted connection looks like; a wrong password is one at any time
    if (this.loggedIn && result === 1) this.loginLostMs ??= nowMs;
    else this.refuse(STATE_LOGIN, `the vendor says that ${refused[0]}`, refused[1], nowMs);
  }

  private activation(result: number, nowMs: number): void {
    if (result === 0) {
      this.clearRefusal(STATE_ACTIVATION);
      return;
    }
    if (this.loggedIn && this.marketUp) return;
    const hint = this.mode === 'routing' ? ' A licence without routing shows this too: then use market data only.' : '';
    const fix = `Check the activation key with \`qt secrets\`, and the licence with the vendor.${hint}`;
    this.refuse(STATE_ACTIVATION, 'the vendor says that the activation key is not valid', fix, nowMs);
  }

  private marketResult(result: number, nowMs: number): void {
    const up = result >= 4 && result <= 6;
    if (up) {
      const detail = result === 4 ? undefined : `degraded: the vendor reports market state ${result}`;
      const resumes = !this.marketUp;
      this.marketUp = true;
      this.marketWasUp = true;
      this.marketLostMs = undefined;
      this.setService('market', 'connected', detail);
      if (resumes) this.effects.push({ kind: 'resumed' });
      return;
    }
    if (this.marketUp) {
      this.marketUp = false;
      this.marketLostMs = nowMs;
      this.effects.push({ kind: 'lost', reason: `the vendor reports market state ${result}` });
    }
    this.setService('market', result === 0 ? 'disconnected' : 'connecting', `market state ${result}`);
  }

  private routingResult(result: number, nowMs: number): void {
    this.brokerWaitMs = result === 2 ? nowMs : undefined;
    if (result === 5) this.setService('routing', 'connected', undefined);
    else if (result === 0 || result === 3) this.setService('routing', 'disconnected', `routing state ${result}`);
    else this.setService('routing', 'connecting', `routing state ${result}`);
  }

  private restart(reason: string): void {
    if (!this.stopRefused()) this.effects.push({ kind: 'restart', reason });
  }

  /** A refusal that was not taken back: another process would only try the same again, and the account could be locked. */
  private stopRefused(): boolean {
    const { refusal } = this;
    if (refusal === undefined) return false;
    this.refusal = undefined;
    this.effects.push({ kind: 'stop', reason: refusal.reason, fix: refusal.fix });
    return true;
  }

  private refuse(type: number, reason: string, fix: string, nowMs: number): void {
    this.refusal ??= { type, reason, fix, sinceMs: nowMs };
  }

  private clearRefusal(type: number): void {
    if (this.refusal?.type === type) this.refusal = undefined;
  }

  private isOver(sinceMs: number | undefined, nowMs: number, limitMs: number): boolean {
    return sinceMs !== undefined && nowMs - sinceMs >= limitMs;
  }

  private setService(
    service: 'market' | 'routing',
    state: 'connected' | 'connecting' | 'disconnected',
    detail: string | undefined,
  ): void {
    const old = service === 'market' ? this.marketState : this.routingState;
    if (old.state === state && old.detail === detail) return;
    const next: ServiceState = { service, state, detail };
    if (service === 'market') this.marketState = next;
    else this.routingState = next;
    this.effects.push({ kind: 'service', state: next });
  }

  private take(): readonly LoginEffect[] {
    const effects = this.effects;
    if (effects.length > 0) this.effects = [];
    return effects;
  }
}
