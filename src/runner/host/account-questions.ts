// Questions and commands about one account as a whole in; what the vendor answers out, and each new reason for no answer in the log.

import type { AccountPosition } from '../../adapters/profit-dll/calls/answers.ts';
import type { AccountName } from '../../adapters/profit-dll/decode/feed-facts.ts';
import { positionReport } from '../../adapters/profit-dll/orders/position-report.ts';
import { failureOf } from '../../adapters/profit-dll/orders/vendor-status.ts';
import type { HostInstruments } from './host-instruments.ts';
import type { HostLog } from './host-log.ts';
import type { AccountCallOutcome } from './order-port.ts';
import { ROUTING_PASSWORD, type VendorCallAnswer, type VendorPort } from './vendor/vendor-port.ts';
import { outcomeOf } from './vendor-order-calls.ts';
import { READ_CALL_MS, readVendorOrders, type VendorOrders } from './vendor-orders.ts';

/** Positions are asked for, and zeroed, over all trades of the account. */
export const POSITION_TYPE = 'consolidated';

export interface AccountQuestionsOptions {
  readonly account: AccountName;
  readonly name: string;
  readonly vendor: VendorPort;
  readonly instruments: HostInstruments;
  readonly log: HostLog;
  readonly callMs: number;
}

export class AccountQuestions {
  private readonly options: AccountQuestionsOptions;
  /** What could not be asked, by what it was; told when it changes. */
  private readonly unanswered = new Map<string, string>();

  constructor(options: AccountQuestionsOptions) {
    this.options = options;
  }

  /** All orders of the day as the vendor has them. Never rejects. */
  async orders(dayNumber: number): Promise<VendorOrders> {
    const { vendor, account, name, log } = this.options;
    const answered = (what: string, answer: VendorCallAnswer): void => this.note(what, answer);
    const read = await readVendorOrders(vendor, account, dayNumber, answered);
    for (const reason of read.unread) log.warning('orderUnread', { account: name, reason });
    return read;
  }

  /** Signed contracts; undefined where the vendor gives no answer. Never rejects. */
  async position(instrumentId: number): Promise<number | undefined> {
    const { vendor, instruments, account } = this.options;
    const instrument = instruments.list[instrumentId];
    if (instrument === undefined) return undefined;
    const { ticker, exchange } = instrument;
    const request = { account, asset: { ticker, exchange }, positionType: POSITION_TYPE };
    const answer = await vendor.call('getPosition', [request], READ_CALL_MS);
    this.note(`position of ${ticker}`, answer);
    if (answer.ok) return positionReport(instrumentId, answer.value as AccountPosition | undefined).quantity;
    return undefined;
  }

  /** A call that acts on whatever the account holds, of whomever. Never rejects. */
  async command(method: 'cancelAllOrders' | 'zeroPosition', more: object): Promise<AccountCallOutcome> {
    const { vendor, account, name, callMs, log } = this.options;
    const answer = await vendor.call(method, [{ account, ...more, password: ROUTING_PASSWORD }], callMs);
    const outcome = outcomeOf(answer);
    if (outcome.kind === 'answered') {
      log.warning('accountCall', { account: name, method, outcome: 'sent' });
      return { kind: 'sent' };
    }
    const kind = failureOf(outcome);
    log.warning('accountCall', { account: name, method, outcome: kind, reason: outcome.reason });
    return { kind, reason: outcome.reason };
  }

  /** An answer that stays away is told once, and again when the reason is another. */
  private note(what: string, answer: VendorCallAnswer): void {
    const reason = answer.ok ? undefined : answer.error.message;
    if (reason !== undefined && reason !== this.unanswered.get(what)) {
      this.options.log.warning('accountUnknown', { account: this.options.name, what, reason });
    }
    if (reason === undefined) this.unanswered.delete(what);
    else this.unanswered.set(what, reason);
  }
}
