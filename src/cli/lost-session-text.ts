// A session that hangs or is dead, and the host beside it, in; the lines that tell a person what is held, who looks after it, what to do, out.

import { basename } from 'node:path';
import { inLocalTime, localTime } from '../adapters/local-time.ts';
import { type RunningSession, sessionText } from '../runner/live/control-file.ts';
import type { DeadSession } from '../runner/live/dead-sessions.ts';
import type { SeenAccount } from './broker-desk.ts';
import { BY_HAND } from './broker-word.ts';
import { counted } from './counted.ts';
import { guardianWord } from './guardian-word.ts';
import { type HostSeen, hostFlag } from './host-seen.ts';

type Lost = Pick<DeadSession, 'account' | 'strategy'>;

export function hungLines(session: RunningSession, error: string, host: HostSeen): readonly string[] {
  return [
    `${sessionText(session)}: does not answer (${error})${hostFlag(host)}`,
    ...heldByHost(session, host),
    `  it may hang: qt kill gets out through the host; or qt stop --force ends the process ${session.pid}, and a new start takes up its orders`,
  ];
}

export function deadLines(dead: DeadSession, host: HostSeen): readonly string[] {
  const { folder, mode, strategy, account, day, pid, lastEventUs } = dead;
  const last = lastEventUs === null ? 'it had no event' : `last event ${localTime(lastEventUs)}`;
  const todo =
    account === null
      ? '  it sent no orders to a broker; start it again'
      : '  start it again: it takes up its orders. Not now? qt flatten --direct closes what is ours, qt kill too and latches';
  return [
    `${mode} ${strategy} (${basename(folder)}): DEAD: the process ${pid} died without an end; session ${day}, ${last}${hostFlag(host)}`,
    ...(account === null || host.state === 'answers' ? [] : [ownText(dead)]),
    ...heldByHost(dead, host),
    todo,
  ];
}

/** It ended in order, and no host is there which would know what became of what it left. */
export function keptLine(
  { folder, mode, strategy, account, day, instrument, own }: DeadSession,
  host: HostSeen,
): string {
  const left =
    own === null
      ? 'something'
      : `${counted(own.net, 'contract')} of ${instrument} and ${counted(own.working, 'order')}`;
  return `${mode} ${strategy} (${basename(folder)}): ended HOLDING ${left} on ${account}, by its own journal; session ${day}; what is open now is unknown: qt host start, or ${BY_HAND}${hostFlag(host)}`;
}

/** As the next host reads it at its start. */
export function latchLines({ state, killed }: HostSeen): readonly string[] {
  // one that answers shows it beside the account
  if (state === 'answers') return [];
  return Object.entries(killed).map(
    ([account, { by, reason, closes }]) =>
      `account ${account}: KILLED by ${by}: ${reason}; the next host ${closes ? 'closes what is open of ours and ' : ''}opens nothing. Trading again: qt host start, then qt resume --killed`,
  );
}

/** It died with no session on, or behind one that had ended: nobody trades at the next opening. */
export function deadAsleepLine({ mode, strategy, pid, waiting = '' }: RunningSession, host: HostSeen): string {
  const last = waiting === '' ? '' : `, ${inLocalTime(waiting)}`;
  return `${mode} ${strategy}: DEAD: the process ${pid} died between sessions${last}; start it again${hostFlag(host)}`;
}

/** By the host's order store, which knows what came after the session fell silent. */
export function leftOf({ account, strategy }: Lost, host: HostSeen): Pick<SeenAccount, 'orders' | 'positions'> {
  const found = host.accounts.find((each) => each.account === account);
  const isIts = (each: { readonly strategyId: string }): boolean => each.strategyId === strategy;
  const positions = (found?.positions ?? []).filter((each) => isIts(each) && each.net !== 0);
  return { orders: (found?.orders ?? []).filter(isIts), positions };
}

function heldByHost(lost: Lost, host: HostSeen): readonly string[] {
  const { account } = lost;
  if (account === null) return [];
  if (host.state !== 'answers') return [`  what is open at the broker is unknown: qt host start, or ${BY_HAND}`];
  const found = host.accounts.find((each) => each.account === account);
  if (found === undefined) return [`  the host sends no orders for ${account}: look in the terminal of the broker`];
  const { orders, positions } = leftOf(lost, host);
  const held = positions.map(({ net, ticker }) => `${net} ${ticker}`).join(', ');
  const working = orders.map(({ role, side, quantity, ticker, price, stopPrice, status }) => {
    return `${role} ${side} ${quantity} ${ticker} at ${stopPrice ?? price ?? 'market'} ${status}`;
  });
  const isUnwatched = positions.length > 0 && orders.every(({ role }) => role !== 'target');
  const target = isUnwatched ? '; no target rests at the broker: it is watched by nobody' : '';
  const isKnown = found.broker.isCurrent;
  const none = isKnown ? 'nothing' : 'nothing that the host knows of, and the broker has not told it';
  return [
    `  account ${account}, by the host: holds ${held === '' ? none : held}; works: ${working.length === 0 ? none : working.join(', ')}${target}`,
    `  ${guardianWord(found.guardian)}`,
  ];
}

function ownText({ own, instrument }: DeadSession): string {
  if (own === null) return '  its journal cannot be read';
  const held = own.net === 0 ? 'nothing' : `${counted(own.net, 'contract')} of ${instrument}`;
  const open = `${counted(own.working, 'order')} ${own.working === 1 ? 'was' : 'were'} open`;
  return `  by its own journal it held ${held} and ${open} when it died`;
}
