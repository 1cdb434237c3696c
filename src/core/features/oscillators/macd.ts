// Moving average convergence divergence of closes: line, signal, histogram, cross and slope: makers of their specs.

import { defineFeature, type FeatureDefinition } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import type { FeatureState } from '../feature-state.ts';
import { crossOf } from '../indicators/cross.ts';
import { Macd } from '../indicators/macd.ts';
import { ordered, wholeNumber } from '../parameters.ts';

export interface MacdParameters {
  readonly fast?: number;
  readonly slow?: number;
  readonly signal?: number;
}

type Description = Pick<FeatureDefinition, 'meaning' | 'group' | 'unit' | 'range'>;
type Windows = Readonly<Record<'fast' | 'slow' | 'signal', number>>;

function windows(name: string, { fast = 12, slow = 26, signal = 9 }: MacdParameters): Windows {
  wholeNumber(name, 'fast', fast);
  wholeNumber(name, 'slow', slow);
  wholeNumber(name, 'signal', signal);
  ordered(name, 'fast', fast, 'slow', slow);
  return { fast, slow, signal };
}

/** One output of the indicator: `put` sets it from the indicator after each candle, given the histogram of the candle before. */
function output(
  id: string,
  description: Description,
  warmup: number,
  parameters: Windows,
  put: (out: FeatureState, macd: Macd, before: Readonly<{ ready: boolean; histogram: number }>) => void,
): FeatureSpec {
  return defineFeature({ id, ...description, warmup, parameters: { ...parameters }, sessionRule: 'continue' }, () => {
    const macd = new Macd(parameters.fast, parameters.slow, parameters.signal);
    const before = { ready: false, histogram: Number.NaN };
    return (out, candle) => {
      macd.push(candle.close);
      put(out, macd, before);
      before.ready = macd.signalReady;
      before.histogram = macd.histogram;
    };
  });
}

function columnId(name: string, { fast, slow, signal }: Windows): string {
  return `${name}_${fast}_${slow}_${signal}`;
}

function derivedId(name: string, { fast, slow, signal }: Windows): string {
  const isDefault = fast === 12 && slow === 26 && signal === 9;
  return isDefault ? name : `${name}(f=${fast},s=${slow},n=${signal})`;
}

/** `macdLine_f_s_n`: ema(f) − ema(s), points. */
function line(parameters: MacdParameters = {}): FeatureSpec {
  const w = windows('macdLine', parameters);
  const description = { meaning: 'fast minus slow exponential average of closes', group: 'indicators', unit: 'points' };
  return output(columnId('macdLine', w), description, w.slow, w, (out, macd) => {
    if (macd.lineReady) out.set(macd.line);
  });
}

/** `macdSignal_f_s_n`: ema(n) of the line, points. */
function signal(parameters: MacdParameters = {}): FeatureSpec {
  const w = windows('macdSignal', parameters);
  const description = { meaning: 'exponential average of the MACD line', group: 'indicators', unit: 'points' };
  return output(columnId('macdSignal', w), description, w.slow + w.signal - 1, w, (out, macd) => {
    if (macd.signalReady) out.set(macd.signal);
  });
}

/** `macdHistogram_f_s_n`: line − signal, points. */
function histogram(parameters: MacdParameters = {}): FeatureSpec {
  const w = windows('macdHistogram', parameters);
  const description = { meaning: 'MACD line minus its signal', group: 'indicators', unit: 'points' };
  return output(columnId('macdHistogram', w), description, w.slow + w.signal - 1, w, (out, macd) => {
    if (macd.signalReady) out.set(macd.histogram);
  });
}

/** `macdCross`: 1 where the histogram rose above 0 at this candle, −1 where it fell below, else 0. */
function cross(parameters: MacdParameters = {}): FeatureSpec {
  const w = windows('macdCross', parameters);
  const description: Description = {
    meaning: '1 where the MACD line crossed above its signal, −1 where below, else 0',
    group: 'indicator based',
    unit: '−1, 0, 1',
    range: [-1, 1],
  };
  return output(derivedId('macdCross', w), description, w.slow + w.signal, w, (out, macd, before) => {
    if (before.ready) out.set(crossOf(before.histogram, macd.histogram));
  });
}

/** `macdSlope`: change of the histogram in one candle, points. */
function slope(parameters: MacdParameters = {}): FeatureSpec {
  const w = windows('macdSlope', parameters);
  const description = {
    meaning: 'change of the MACD histogram in one candle',
    group: 'indicator based',
    unit: 'points',
  };
  return output(derivedId('macdSlope', w), description, w.slow + w.signal, w, (out, macd, before) => {
    if (before.ready) out.set(macd.histogram - before.histogram);
  });
}

/** MACD (TA-Lib MACD, defaults 12, 26, 9). All continue over the start of a session. */
export const macd = { line, signal, histogram, cross, slope };
