// Takes marked equity; gives the deepest fall from a peak with its times, and the fall at every mark.

import type { EquityColumns } from '../report/session-result.ts';

export interface Drawdown {
  /** Peak minus trough in integer E4, above 0. */
  readonly depthE4: number;
  /** Last mark at the peak (the first mark where the start itself, equity 0, is the peak), microseconds UTC. */
  readonly peakTimeUs: number;
  readonly troughTimeUs: number;
  /** First mark back at the peak or above; undefined when the run ended below it. */
  readonly recoveredTimeUs: number | undefined;
  /** From the peak to the recovery, or to the last mark where there was none. */
  readonly durationUs: number;
}

/** The deepest drawdown (the first of equals) of equity that starts at 0; undefined when equity never fell. */
export function maxDrawdown(equity: EquityColumns): Drawdown | undefined {
  const { timeUs, netE4 } = equity;
  let peakE4 = 0;
  let peakTimeUs = timeUs[0] ?? 0;
  let worst: { depthE4: number; peakE4: number; peakTimeUs: number; trough: number } | undefined;
  for (let i = 0; i < timeUs.length; i += 1) {
    const value = netE4[i]!;
    if (value >= peakE4) {
      peakE4 = value;
      peakTimeUs = timeUs[i]!;
    } else if (peakE4 - value > (worst?.depthE4 ?? 0)) {
      worst = { depthE4: peakE4 - value, peakE4, peakTimeUs, trough: i };
    }
  }
  if (worst === undefined) return undefined;
  let recovered = worst.trough;
  while (recovered < timeUs.length && netE4[recovered]! < worst.peakE4) recovered += 1;
  const recoveredTimeUs = timeUs[recovered];
  return {
    depthE4: worst.depthE4,
    peakTimeUs: worst.peakTimeUs,
    troughTimeUs: timeUs[worst.trough]!,
    recoveredTimeUs,
    durationUs: (recoveredTimeUs ?? timeUs[timeUs.length - 1]!) - worst.peakTimeUs,
  };
}

/** Equity minus its peak so far at each mark, integer E4, <= 0; the start counts as a peak of 0. */
export function drawdownSeries(netE4: ArrayLike<number>): Float64Array {
  const series = new Float64Array(netE4.length);
  let peakE4 = 0;
  for (let i = 0; i < netE4.length; i += 1) {
    peakE4 = Math.max(peakE4, netE4[i]!);
    series[i] = netE4[i]! - peakE4;
  }
  return series;
}
