// Watches the session of a release; gives what it has counted against that release since it began, or since it was forgotten.

import type { CommandResult, EpochStart } from '../../core/account/account-event.ts';
import { brlToE4 } from '../../core/account/money.ts';
import type { OrderUpdate } from '../../core/account/order.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import { Kind } from '../../core/market/event-record.ts';
import { dailyLossLimitE4 } from '../../core/risk/assess-risk.ts';
import type { RiskLimits } from '../../core/risk/risk-limits.ts';
import type { RunObserver } from '../../runner/run-observer.ts';
import type { SessionFigures } from './breach-of-session.ts';

const HOUR_US = 3_600_000_000;
/** Of each kind; more say nothing new. */
const KEPT_MAX = 200;

/** Realised and open result of the day, BRL, as the engine tells of the limit. */
const NET_BRL = /^daily loss limit: (-?[\d.e-]+) BRL of /;

/** Alerts that count against a release at once. A stop that is lost may be replaced in the same instant: the certificate judges it. */
const COUNTS: Readonly<Record<string, 'errors' | 'violations'>> = {
  strategyThrew: 'errors',
  engineFailed: 'errors',
  stopLate: 'violations',
  stopNotFlat: 'violations',
  positionDiffers: 'violations',
  orderContradiction: 'violations',
  reconciliation: 'violations',
  entryOverfilled: 'violations',
};

/** Violations that a disk, a person, or what ran before is to blame for: no other release would do better. */
const NOT_OF_RELEASE: ReadonlySet<string> = new Set([
  'journalBroken',
  'runNotFinished',
  'watchFailed',
  'foreignOrder',
  'carriedOrders',
  'strangeAdopted',
  'heldOvernight',
]);

/** Books that differ before a release has sent an order differ by what others did. */
const OF_ITS_ORDERS: ReadonlySet<string> = new Set(['positionDiffers', 'reconciliation']);

/** Whether a violation says something against a release only where it had sent an order before. */
export function needsOrders(code: string | undefined): boolean {
  return code !== undefined && OF_ITS_ORDERS.has(code);
}

/** @param code of the alert that told of a violation; undefined where none did */
export function isOfRelease(code: string | undefined): boolean {
  return code === undefined || !NOT_OF_RELEASE.has(code);
}

export class SessionTally implements RunObserver {
  private dailyLoss: string | undefined = undefined;
  private errors: string[] = [];
  private violations: string[] = [];
  /** When an order was rejected, microseconds UTC. */
  private readonly rejectedUs = new Map<string, number>();
  private nowUs = 0;
  private hasSent = false;
  /** What other releases had made of the day before this one ran; undefined: not known. */
  private broughtInE4: number | undefined = 0;
  private capitalBrl = 0;
  private readonly limits: (() => RiskLimits) | undefined;

  /** @param limits of what runs now, the machine's tighter ones applied */
  constructor(limits?: () => RiskLimits) {
    this.limits = limits;
  }

  /** The run goes on where another one ended. */
  goesOn(broughtInE4: number | undefined): void {
    this.broughtInE4 = broughtInE4;
  }

  forget(): void {
    this.forgive();
    this.hasSent = false;
    this.broughtInE4 = 0;
  }

  /** What it has done, and not what the day was before it. */
  forgive(): void {
    this.dailyLoss = undefined;
    this.errors = [];
    this.violations = [];
    this.rejectedUs.clear();
  }

  get figures(): SessionFigures {
    for (const [id, timeUs] of this.rejectedUs) if (this.nowUs - timeUs > HOUR_US) this.rejectedUs.delete(id);
    const { dailyLoss, errors, violations } = this;
    return { dailyLoss, errors, violations, rejected: this.rejectedUs.size };
  }

  onEvent(batch: EventBatch, index: number): void {
    this.nowUs = batch.receivedTimeUsAt(index);
    const kind = batch.kindAt(index);
    if (kind === Kind.orderUpdate) {
      const { clientOrderId, status } = batch.payloadAt(index) as OrderUpdate;
      if (status === 'rejected') this.rejectedUs.set(clientOrderId, this.nowUs);
    } else if (kind === Kind.epochStart) {
      this.capitalBrl = (batch.payloadAt(index) as EpochStart).capitalBrl;
    } else if (kind === Kind.commandResult) {
      const { clientOrderId, command, outcome } = batch.payloadAt(index) as CommandResult;
      if (command === 'submit' && outcome === 'refused') this.rejectedUs.set(clientOrderId, this.nowUs);
    }
  }

  onDecision(): void {}

  onCommand({ kind }: OrderCommand): void {
    if (kind === 'submit') this.hasSent = true;
  }

  onAlert(_timeUs: number, _severity: string, code: string, text: string): void {
    if (code === 'dailyLoss' && this.isOwnLoss(text)) this.dailyLoss ??= text;
    const kind = needsOrders(code) && !this.hasSent ? undefined : COUNTS[code];
    if (kind !== undefined && this[kind].length < KEPT_MAX) this[kind].push(`${code}: ${text}`);
  }

  /** The limit is one of the day: where others have lost of it, only what this release lost itself is held against it. */
  private isOwnLoss(text: string): boolean {
    const { broughtInE4, capitalBrl, limits } = this;
    if (broughtInE4 === undefined) return false;
    if (broughtInE4 >= 0) return true;
    const netBrl = NET_BRL.exec(text)?.[1];
    if (netBrl === undefined || limits === undefined) return false;
    return brlToE4(Number(netBrl)) - broughtInE4 <= -dailyLossLimitE4(limits(), brlToE4(capitalBrl));
  }
}
