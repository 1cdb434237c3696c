// A line of the host's log in; what people are to be told of it, and whether only where no trader of the account tells them, out.

import type { AlertSeverity } from '../../adapters/alerts/outgoing-alert.ts';
import type { LogFacts } from '../host/host-log.ts';
import { guardianAdvice } from './advice-guardian.ts';
import type { RaisedAlert } from './alert-desk.ts';

export interface HostEvent extends RaisedAlert {
  /** A session that looks after this account tells the same by a code of its own: then the host does not. */
  readonly unlessTraderOf?: string;
}

interface NoteRule {
  readonly severity: AlertSeverity;
  readonly code: string;
}

/** Notes about orders, by their code. Others are for the log. */
const NOTES: Readonly<Record<string, NoteRule>> = {
  severalCandidates: { severity: 'critical', code: 'severalCandidates' },
  neverArrived: { severity: 'warning', code: 'neverArrived' },
  missing: { severity: 'critical', code: 'orderMissing' },
  contradiction: { severity: 'critical', code: 'orderContradicts' },
  otherAccount: { severity: 'critical', code: 'orderOfOtherAccount' },
  storeFailed: { severity: 'critical', code: 'orderNotDurable' },
};

export function hostEvent(level: 'warning' | 'error', what: string, facts: LogFacts): HostEvent | undefined {
  switch (what) {
    case 'orderNote':
      return ofNote(facts);
    case 'foreignOrder':
      return ofForeign(facts);
    case 'vendorProcess':
      return ofProcess(facts.state as ProcessFacts);
    default:
      if (guardianAdvice[what] === undefined) return undefined;
      return { severity: level === 'error' ? 'critical' : 'warning', code: what, text: textOf(what, facts) };
  }
}

function ofNote(facts: LogFacts): HostEvent | undefined {
  const { account, clientOrderId, code, text, halts } = facts as Readonly<Record<string, string | undefined>>;
  const rule = NOTES[code ?? ''];
  if (rule === undefined) return undefined;
  const order = clientOrderId === undefined ? '' : `, order ${clientOrderId}`;
  const event = { ...rule, text: `account ${account}${order}: ${text}` };
  // one disk, however many orders wait for it
  if (code === 'storeFailed') return { ...event, subject: `${account}` };
  // what halts reaches the trader as a comparison that failed
  return halts && account !== undefined ? { ...event, unlessTraderOf: account } : event;
}

/** Where the account is ours alone; what has ended without a trade is of no matter. */
function ofForeign(facts: LogFacts): HostEvent | undefined {
  const { account, accountUse, clOrderId, ticker, traded, isOpen } = facts;
  if (accountUse !== 'exclusive' || (isOpen !== true && !(Number(traded) > 0))) return undefined;
  const what = Number(traded) === 1 ? '1 contract has traded' : `${traded} contracts have traded`;
  const text = `account ${account}: order ${clOrderId} of ${ticker} is not ours, ${what}`;
  return { severity: 'critical', code: 'othersOrder', text, subject: `${clOrderId}`, unlessTraderOf: `${account}` };
}

interface ProcessFacts {
  readonly kind: string;
  readonly reason?: string;
  readonly fix?: string;
}

function ofProcess({ kind, reason = '', fix }: ProcessFacts): HostEvent | undefined {
  const text = fix === undefined ? reason : `${reason}. ${fix}`;
  if (kind === 'stopped') return { severity: 'critical', code: 'vendorStopped', text };
  return kind === 'waiting' ? { severity: 'warning', code: 'vendorRestarts', text } : undefined;
}

function textOf(what: string, facts: LogFacts): string {
  if (what === 'guardianPlaces') return placed(facts);
  const parts = Object.entries(facts).filter(([, value]) => value !== undefined);
  return parts
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

function placed({ account, ticker, role, side, quantity, type, price, stopPrice, reason }: LogFacts): string {
  const trigger = stopPrice === undefined ? '' : ` at ${stopPrice}`;
  const limit = price === undefined ? '' : `, limit ${price}`;
  return `account ${account}: ${role} (${type}) to ${side} ${quantity} ${ticker}${trigger}${limit}: ${reason}`;
}
