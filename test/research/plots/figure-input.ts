// Takes nothing; gives small, fixed inputs that several tests of figures share.

import { localToUtcUs } from '../../../src/core/market/civil-time.ts';
import type { CandlesRequest } from '../../../src/research/plots/candles-chart.ts';
import type { JsonObject } from '../../../src/research/plots/figure-json.ts';

export const OPEN_US = localToUtcUs(2025, 8, 5, 9);
export const MINUTE_US = 60_000_000;

/** Three candles of one morning: up, down, level. */
export const THREE_CANDLES = {
  timeUs: [1, 2, 3].map((minute) => OPEN_US + minute * MINUTE_US),
  open: [5400, 5402, 5401],
  high: [5403, 5402.5, 5401.5],
  low: [5399.5, 5400.5, 5400],
  close: [5402, 5401, 5401],
  volume: [10, 20, 30],
} satisfies CandlesRequest['candles'];

/** The code and the field of what an action throws. */
export function faultOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    const { code, field } = error as { code?: string; field?: string };
    return `${code} ${field}`;
  }
  return 'none';
}

/** The one trace of a name. */
export function traceOf(
  figure: { readonly data: readonly JsonObject[] },
  name: string,
): Readonly<Record<string, unknown>> {
  const found = figure.data.filter((trace) => trace.name === name);
  if (found.length === 0) throw new Error(`no trace ${name} in ${figure.data.map((trace) => trace.name).join(', ')}`);
  return found[0]!;
}
