// One candle's open, high, low and close in; what it adds to four published estimators of variance out.

import type { Candle } from '../../candles/candle.ts';

/** Terms of one candle, squared log moves per candle; meaningless where not `defined`: a price is 0 or below. */
export class RangeTerms {
  defined = false;
  /** ln(h/l)² / (4 ln 2) (Parkinson 1980). */
  parkinson = Number.NaN;
  /** ½ ln(h/l)² − (2 ln 2 − 1) ln(c/o)² (Garman and Klass 1980). */
  garmanKlass = Number.NaN;
  /** ln(h/c) ln(h/o) + ln(l/c) ln(l/o) (Rogers and Satchell 1991). */
  rogersSatchell = Number.NaN;
  /** ln(c/o). */
  body = Number.NaN;

  push(candle: Candle): void {
    const { open, high, low, close } = candle;
    // the low is the smallest price of a sound candle
    this.defined = low > 0;
    if (!this.defined) return;
    const range = Math.log(high / low);
    const body = Math.log(close / open);
    this.parkinson = (range * range) / (4 * Math.LN2);
    this.garmanKlass = 0.5 * range * range - (2 * Math.LN2 - 1) * body * body;
    this.rogersSatchell = Math.log(high / close) * Math.log(high / open) + Math.log(low / close) * Math.log(low / open);
    this.body = body;
  }
}
