// Marks of the net result in; the curve of a span of time, thinned to what a chart can show, out.

import { e4ToBrl } from '../../core/account/money.ts';
import type { EquityRow } from '../view/result-row.ts';

const POINTS_MAX = 2000;

/** Only grows; marks come in the order of time. */
export class EquityCurve {
  private readonly timeUs: number[] = [];
  private readonly netE4: number[] = [];

  add(timeUs: number, netE4: number): void {
    // of one moment the last word counts
    if (this.timeUs.at(-1) === timeUs) this.netE4[this.netE4.length - 1] = netE4;
    else {
      this.timeUs.push(timeUs);
      this.netE4.push(netE4);
    }
  }

  /** Every so many marks one, and always the last. Both ends are included. */
  between(fromUs: number, toUs: number): readonly EquityRow[] {
    const places: number[] = [];
    for (let k = 0; k < this.timeUs.length; k++) {
      if (this.timeUs[k]! >= fromUs && this.timeUs[k]! <= toUs) places.push(k);
    }
    const step = Math.max(1, Math.ceil(places.length / (POINTS_MAX - 1)));
    return places
      .filter((_, k) => k % step === 0 || k === places.length - 1)
      .map((k) => ({ timeUs: this.timeUs[k]!, netBrl: e4ToBrl(this.netE4[k]!) }));
  }
}
