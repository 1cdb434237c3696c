// The risk limits of a strategy in; a gate that says whether it is flat, with time to spare, before every close, out.

import type { RiskLimits } from '../../core/risk/risk-limits.ts';
import type { CheckedGate } from '../release/gate.ts';

/** Entries taken back, stops cancelled and confirmed, the rest sold, and tried again where that was refused. */
export const LEAST_FLATTEN_US = 120_000_000;

/** The value is the span before the close at which everything is closed, the limit the least that is safe; both in seconds. */
export function dayPositionsGate({ flattenBeforeCloseUs }: Pick<RiskLimits, 'flattenBeforeCloseUs'>): CheckedGate {
  const [value, limit] = [flattenBeforeCloseUs / 1e6, LEAST_FLATTEN_US / 1e6];
  const base = { id: 'dayPositions', value, limit } as const;
  // written so that NaN fails
  if (flattenBeforeCloseUs >= LEAST_FLATTEN_US)
    return { ...base, passed: true, reason: `It is flat ${value} s before the close of every session`, fix: '' };
  return {
    ...base,
    passed: false,
    reason: `It begins to close ${value} s before the close: what is not closed by then is held overnight`,
    fix: `Set risk.flattenBeforeClose to ${limit / 60}m or more; 15m is usual`,
  };
}
