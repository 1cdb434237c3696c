// A host that is to stop and its accounts in; nothing out where nobody needs it, else the error that names who does and the ways in order.

import { UserError } from '../adapters/user-error.ts';
import { runningSessions, sessionText } from '../runner/live/control-file.ts';

export interface HostAccount {
  readonly account: string;
  /** Name of the connection that sends orders for it; null where there is none. */
  readonly trader: string | null;
  readonly isFlat: boolean;
}

/** UserError `host-needed`. The host refuses by itself as well: this says it so that a person can act on it. */
export function refuseNeededHost(home: string, accounts: readonly HostAccount[]): void {
  const sessions = runningSessions(home).filter(({ waiting }) => waiting === undefined);
  const traded = accounts.flatMap(({ account, trader }) => {
    if (trader === null) return [];
    const session = sessions.find((each) => each.account === account);
    return [`${session === undefined ? trader : sessionText(session)} trades on ${account}`];
  });
  const open = accounts.flatMap(({ account, isFlat }) => (isFlat ? [] : [`something of ours is open on ${account}`]));
  if (traded.length === 0 && open.length === 0) return;
  const roads = [
    ...(traded.length === 0 ? [] : ['qt stop ends the session, flat (qt stop --force one that hangs)']),
    ...(open.length === 0 ? [] : ['qt flatten --direct closes what is open without a session']),
  ];
  throw new UserError({
    code: 'host-needed',
    message: `The host was not stopped: ${[...traded, ...open].join('; ')}`,
    fix: `First: ${roads.join('; ')}. Last: qt host stop --force, after which nobody sends orders, and nobody but the broker looks after what is open`,
  });
}
