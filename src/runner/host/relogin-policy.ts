// Why a new login is wished for, whether the account is at rest, and the time in; when the vendor is to be started anew out.

/** The account has been at rest for so long before a login is given up for a new one. */
export const RELOGIN_QUIET_MS = 10_000;
/** Between two logins that this asked for. */
export const RELOGIN_PAUSE_MS = 60_000;
/** Within an hour; what they cannot tell a person has to find out. */
export const RELOGINS_PER_HOUR = 4;

const HOUR_MS = 3_600_000;

/** A new login costs the market's events for some seconds, so nothing may depend on them meanwhile. */
export class ReloginPolicy {
  private quietSinceMs: number | undefined = undefined;
  private timesMs: number[] = [];

  /** True once for each login that is to be made now. */
  isDue(nowMs: number, isWished: boolean, isAtRest: boolean): boolean {
    if (!isAtRest) this.quietSinceMs = undefined;
    else this.quietSinceMs ??= nowMs;
    if (!isWished || this.quietSinceMs === undefined || nowMs - this.quietSinceMs < RELOGIN_QUIET_MS) return false;
    this.timesMs = this.timesMs.filter((timeMs) => nowMs - timeMs < HOUR_MS);
    const last = this.timesMs.at(-1);
    if (last !== undefined && nowMs - last < RELOGIN_PAUSE_MS) return false;
    if (this.timesMs.length >= RELOGINS_PER_HOUR) return false;
    this.timesMs.push(nowMs);
    this.quietSinceMs = undefined;
    return true;
  }
}
