// What is going on with an account in one process of the vendor; what a list of all its orders means in it.

import type { WholeRead } from '../../adapters/profit-dll/orders/absences.ts';

export interface AccountLogin {
  readonly run: string;
  readonly startedUs: number;
  /** When the vendor said that the order history is loaded. */
  readonly loadedUs: number | undefined;
}

/** Undefined before the vendor has said that the history is loaded: until then an empty list says nothing. */
export function wholeRead(login: AccountLogin | undefined): WholeRead | undefined {
  const loadedUs = login?.loadedUs;
  return login === undefined || loadedUs === undefined ? undefined : { ...login, loadedUs };
}
