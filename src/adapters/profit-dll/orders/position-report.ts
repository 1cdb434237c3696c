// The position of an account as the vendor tells it in; the report for the engine out.

import type { PositionReport } from '../../../core/account/account-event.ts';
import type { AccountPosition } from '../calls/answers.ts';

/** Signed contracts; undefined: the vendor has no position, which is one of 0. */
export function positionReport(instrumentId: number, position: AccountPosition | undefined): PositionReport {
  const open = position === undefined || position.side === 'flat' ? 0 : position.openQuantity;
  return { kind: 'positionReport', instrumentId, quantity: position?.side === 'short' ? 0 - open : open };
}
