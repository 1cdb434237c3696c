// A session as it has answered, and the host beside it, in; its lines for a person out: what is held and how it is protected first.

import { inLocalTime, localClock } from '../adapters/local-time.ts';
import { type RunningSession, sessionText } from '../runner/live/control-file.ts';
import type { ControlStatus, HeldPosition, WorkingOrder } from '../runner/live/control-messages.ts';
import { gateText } from '../runner/live/live-gates.ts';
import { BY_HAND, spanText } from './broker-word.ts';
import { guardianWord } from './guardian-word.ts';
import { type HostSeen, hostFlag, hostLine, linkFlag } from './host-seen.ts';
import { differenceText } from './net-difference.ts';
import { isLeg, protectionText } from './protection-text.ts';

const ID_SHOWN = 12;
/** Alerts that are shown where nobody asks for more. */
export const ALERTS_SHOWN = 5;

export function sessionLines(
  session: RunningSession,
  status: ControlStatus,
  host: HostSeen,
  alertsShown: number,
): readonly string[] {
  const head = sessionText(session);
  const account = `account ${status.account ?? 'none'}`;
  if (status.state === 'waiting') {
    const armed = inLocalTime(armedText(status));
    return [
      `${head}: ${inLocalTime(status.why)}${hostFlag(host)}`,
      ...releaseLines(status).map(inLocalTime),
      `  ${account}, ${armed}; qt stop ends it, qt kill keeps the account from trading`,
      `  ${hostLine(host)}`,
    ];
  }
  const why = status.why === '' ? '' : `, ${status.why}`;
  const lines = [
    `${head}: ${stateText(status, host)}${why}${status.isProtectOnly ? ', protects only' : ''}${hostFlag(host)}${linkFlag(host, status.account)}`,
    ...differenceLines(status, host),
    ...heldLines(status),
    `  ${resultText(status)}`,
    `  ${hostLine(host)}`,
    ...guardLines(status, host),
    `  day ${status.sessionDay}, ${account}, ${armedText(status)}`,
    ...releaseLines(status),
    ...(status.muted.length === 0 ? [] : [`  no decisions: ${status.muted.join('; ')}`]),
    ...(status.journalBroken === null ? [] : [`  THE JOURNAL CANNOT BE WRITTEN: ${status.journalBroken}`]),
    ...status.gates
      .filter(({ state, warns }) => state !== 'open' || warns === true)
      .map((gate) => `  ${gateText(gate)}`),
    ...alertLines(status, alertsShown),
    ...(status.lastDecision === null
      ? []
      : [`  last decision ${status.lastDecision.timeUtc}: ${status.lastDecision.outcome}, ${status.lastDecision.why}`]),
    `  newest event ${status.lastEventAgeMs === null ? 'none yet' : `${Math.round(status.lastEventAgeMs)} ms old`}; slowest: queue ${Math.round(status.slowest.queueMs)} ms, prediction ${Math.round(status.slowest.predictionMs)} ms, commit ${Math.round(status.slowest.commitMs)} ms`,
  ];
  return lines.map(inLocalTime);
}

function releaseLines({ release, channel, nextRelease }: ControlStatus): readonly string[] {
  if (release === null) return [];
  const follows = channel === null || channel === undefined ? '' : `, follows ${channel}`;
  const runs = `  release ${release.slice(0, ID_SHOWN)}${follows}`;
  if (nextRelease === null || nextRelease === undefined) return [runs];
  const { release: next, action, by, at, reason, state, why } = nextRelease;
  const asked = `${action} by ${by} at ${at}${reason === null ? '' : `: ${reason}`}`;
  const word = state === 'refused' ? 'REFUSED' : 'waits';
  return [runs, `  RELEASE ${next.slice(0, ID_SHOWN)} ${word} (${asked}): ${why}`];
}

/** What its engine has heard of the host may be older than what was seen of it now. */
function stateText({ state, account }: ControlStatus, host: HostSeen): string {
  return state === 'active' && account !== null && host.state !== 'answers' ? 'active, but nothing can be sent' : state;
}

function differenceLines({ account }: ControlStatus, { differences }: HostSeen): readonly string[] {
  return differences
    .filter((each) => each.account === account)
    .map(
      (each) => `  BOOKS DIFFER: ${differenceText(each)}; look in the terminal of the broker before anything is closed`,
    );
}

function heldLines({ positions, orders, state }: ControlStatus): readonly string[] {
  if (positions.length === 0) {
    const flat = state === 'starting' ? '  what is held is not known yet' : '  holds nothing';
    return [flat, ...orders.map(orderLine)];
  }
  const lines: string[] = [];
  for (const position of positions) {
    lines.push(`  ${heldText(position)}`, `  ${protectionText(position, orders)}`);
  }
  return [...lines, ...orders.filter((order) => !isLeg(order)).map(orderLine)];
}

function heldText({ contract, quantity, averagePrice, openResultBrl, market }: HeldPosition): string {
  const way = quantity > 0 ? 'long' : 'short';
  const held = `holds ${quantity} ${contract} at ${averagePrice ?? 'an unknown price'} (${way})`;
  // a session of an older version does not say it
  if (market === undefined) return held;
  if (market === null || openResultBrl === undefined || openResultBrl === null)
    return `${held}; open result unknown: the market has no price yet`;
  const { price, timeUtc, ageMs } = market;
  const age = timeUtc === null || ageMs === null ? 'of an unknown time' : `${clockOf(timeUtc)}, ${spanText(ageMs)} ago`;
  return `${held}; open result ${brlText(openResultBrl)} at ${price}, traded ${age}`;
}

function resultText({ sessionResultBrl, realisedResultBrl, positions }: ControlStatus): string {
  const whole = sessionResultBrl === null ? 'not known yet' : brlText(sessionResultBrl);
  if (realisedResultBrl === undefined) return `result ${whole}, realised and open together, after costs`;
  const realised = realisedResultBrl === null ? 'not known yet' : brlText(realisedResultBrl);
  const isHeld = positions.length > 0;
  return `realised result of the day ${realised} after costs${isHeld ? `; with the open position ${whole}` : ''}`;
}

function guardLines({ account, positions }: ControlStatus, host: HostSeen): readonly string[] {
  if (account === null) return [];
  if (host.state !== 'answers') {
    const held =
      positions.length === 0 ? '' : `; only stops that rest at the broker protect it: qt host start, or ${BY_HAND}`;
    return [`  no guardian: the host is not there${held}`];
  }
  const found = host.accounts.find((each) => each.account === account);
  return [`  ${found === undefined ? 'the host sends no orders for this account' : guardianWord(found.guardian)}`];
}

/** Critical ones first, of each the newest first. */
function alertLines({ lastAlerts }: ControlStatus, most: number): readonly string[] {
  const newest = [...lastAlerts].reverse();
  const isCritical = ({ severity }: { readonly severity: string }): boolean => severity === 'critical';
  const ordered = [...newest.filter(isCritical), ...newest.filter((each) => !isCritical(each))];
  const shown = ordered.slice(0, most).map(({ timeUtc, severity, code, text }) => {
    return `  ${isCritical({ severity }) ? 'CRITICAL' : severity} ${timeUtc} ${code}: ${text}`;
  });
  const left = ordered.length - shown.length;
  return left === 0
    ? shown
    : [...shown, `  ${left} more ${left === 1 ? 'alert' : 'alerts'}: qt status --alerts ${ordered.length}`];
}

function orderLine(order: WorkingOrder): string {
  const { clientOrderId, role, side, quantity, filledQuantity, contract, type, price, stopPrice, status } = order;
  const at = `${stopPrice === null ? '' : ` stop ${stopPrice}`}${price === null ? '' : ` at ${price}`}`;
  return `  ${clientOrderId} ${role} ${side} ${quantity} ${contract} ${type}${at}: ${status}, ${filledQuantity} filled`;
}

function armedText({ armed, arming }: ControlStatus): string {
  if (!armed) return 'not armed';
  return arming === null ? 'armed' : `armed since ${arming.timeUtc} by ${arming.by}`;
}

function brlText(brl: number): string {
  return `${brl < 0 ? '' : '+'}${brl.toFixed(2)} BRL`;
}

function clockOf(timeUtc: string): string {
  return localClock(Date.parse(timeUtc) * 1000);
}
