// What `qt status` has found, and why a person is needed, in; its lines for people out: sessions first, then the host and its accounts.

import { accountText, type ToldOfAccount } from './account-text.ts';
import { hostLine } from './host-seen.ts';
import { deadAsleepLine, deadLines, hungLines, keptLine, latchLines } from './lost-session-text.ts';
import { sessionLines } from './session-text.ts';
import type { Seen } from './status-needs.ts';

/** @param alerts how many of a session are shown */
export function statusText(seen: Seen, needs: readonly string[], alerts: number): readonly string[] {
  const { sessions, dead, kept, deadAsleep, host } = seen;
  return [
    ...sessions.flatMap(({ session, status, error, probation = null }) =>
      status === null
        ? hungLines(session, error ?? 'it is gone', host)
        : [...sessionLines(session, status, host, alerts), ...(probation === null ? [] : [`  release ${probation}`])],
    ),
    ...dead.flatMap((each) => deadLines(each, host)),
    ...kept.map((each) => keptLine(each, host)),
    ...deadAsleep.map((each) => deadAsleepLine(each, host)),
    ...(sessions.length === 0 ? ['no session runs in this home'] : []),
    // beside each session it stands already
    ...(sessions.some(({ status }) => status !== null) ? [] : [hostLine(host)]),
    ...latchLines(host),
    ...host.accounts.flatMap((each) => accountText(each, toldOf(each.account, seen))),
    ...(needs.length === 0 ? [] : [`YOU ARE NEEDED: ${needs.join('; ')}`]),
  ];
}

/** By the lines of its sessions: of one that is lost they show what the host has of it. */
function toldOf(account: string, { sessions, dead }: Seen): ToldOfAccount {
  const own = sessions.filter(({ session }) => session.account === account);
  const hung = own.filter(({ status }) => status === null).map(({ session }) => session);
  const lost = [...hung, ...dead.filter((each) => each.account === account)];
  return {
    isGuardianTold: lost.length > 0 || own.some(({ status }) => status?.state !== 'waiting'),
    strategies: new Set(lost.map(({ strategy }) => strategy)),
  };
}
