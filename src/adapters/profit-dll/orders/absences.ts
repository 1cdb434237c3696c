// Orders that the vendor does not show in a whole reading in; how sure it is that they never arrived out.

/** An order that the vendor has may be shown as late as this after it was sent, or after its orders were loaded, microseconds. */
export const ABSENT_AFTER_US = 30_000_000;
/** Logins that have to agree. */
const LOGINS = 2;

/** A reading of all orders in a login whose order history the vendor has said to be loaded. */
export interface WholeRead {
  /** Names the login. */
  readonly run: string;
  readonly startedUs: number;
  /** When the vendor said that the history is loaded. */
  readonly loadedUs: number;
}

/** `missing`: it is not on its way any more. `neverArrived`: two logins that began after it was sent do not know it. */
export type Absence = 'tooEarly' | 'missing' | 'neverArrived';

export class Absences {
  private readonly missing = new Set<string>();
  private readonly logins = new Map<string, Set<string>>();

  isMissing(clientOrderId: string): boolean {
    return this.missing.has(clientOrderId);
  }

  /** `read` does not show the order, of which something was heard last at `heardUs`; the call that sent it ended at `callEndedUs`. */
  absent(clientOrderId: string, callEndedUs: number, heardUs: number, read: WholeRead, nowUs: number): Absence {
    const isEarly = nowUs - Math.max(callEndedUs, heardUs, read.loadedUs) < ABSENT_AFTER_US;
    if (isEarly) return this.isMissing(clientOrderId) ? 'missing' : 'tooEarly';
    this.missing.add(clientOrderId);
    if (read.startedUs < callEndedUs) return 'missing';
    const logins = this.logins.get(clientOrderId) ?? new Set();
    this.logins.set(clientOrderId, logins.add(read.run));
    return logins.size >= LOGINS ? 'neverArrived' : 'missing';
  }

  /** Nothing more is to be learnt about it from this login: only another one helps. */
  needsLogin(clientOrderId: string, callEndedUs: number, login: Pick<WholeRead, 'run' | 'startedUs'>): boolean {
    if (!this.isMissing(clientOrderId)) return false;
    return login.startedUs < callEndedUs || this.logins.get(clientOrderId)?.has(login.run) === true;
  }

  /** It was found, or has ended. */
  forget(clientOrderId: string): void {
    this.missing.delete(clientOrderId);
    this.logins.delete(clientOrderId);
  }
}
