// Moving average convergence divergence of closes: line, signal, histogram, cross and slope: makers of their specs.

import { defineFeature, type FeatureDefinition } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import type { FeatureState } from '../feature-state.ts';
import { crossOf } from '../indicators/cross.ts';
import type { Macd } from '../indicators/macd.ts';
import { ordered, wholeNumber } from '../parameters.ts';
import { emaSettling } from '../settling.ts';
import { macdOfClose } from '../shared/macd-of-close.ts';

export interface MacdParameters {
  readonly fast?: number;
  readonly slow?: number;
  readonly signal?: number;
}

type Description = Pick<FeatureDefinition, 'meaning' | 'formula' | 'group' | 'unit' | 'range' | 'scale'>;
type Windows = Readonly<Record<'fast' | 'slow' | 'signal', number>>;
/** Candles of the first value, and until its start no longer shows. */
type Wait = Readonly<Record<'warmup' | 'settled', number>>;

function windows(name: string, { fast = 12, slow = 26, signal = 9 }: MacdParameters): Windows {
  wholeNumber(name, 'fast', fast);
  wholeNumber(name, 'slow', slow);
  wholeNumber(name, 'signal', signal);
  ordered(name, 'fast', fast, 'slow', slow);
  return { fast, slow, signal };
}

/** One more period: the line is a small difference of two averages, so their start shows for longer. */
function lineWait({ slow }: Windows): Wait {
  return { warmup: slow, settled: emaSettling(slow) + slow };
}

function signalWait({ slow, signal }: Windows): Wait {
  return { warmup: slow + signal - 1, settled: emaSettling(slow) + slow + emaSettling(signal) };
}

function changeWait(w: Windows): Wait {
  const { warmup, settled } = signalWait(w);
  return { warmup: warmup + 1, settled: settled + 1 };
}

/** One output of the indicator: `put` sets it from the indicator after each candle, given the histogram of the candle before. */
function output(
  id: string,
  description: Description,
  wait: Wait,
  parameters: Windows,
  put: (out: FeatureState, macd: Macd, before: Readonly<{ ready: boolean; histogram: number }>) => void,
): FeatureSpec {
  const { fast, slow, signal } = parameters;
  const source = 'Appel 1979, TA-Lib MACD';
  return defineFeature(
    { id, ...description, ...wait, source, parameters: { ...parameters }, sessionRule: 'continue' },
    (shared) => {
      const macd = macdOfClose(shared, fast, slow, signal);
      const before = { ready: false, histogram: Number.NaN };
      return (out) => {
        put(out, macd, before);
        before.ready = macd.signalReady;
        before.histogram = macd.histogram;
      };
    },
  );
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
  const description: Description = {
    meaning: 'fast minus slow exponential average of closes',
    formula: `ema(c, ${w.fast}) − ema(c, ${w.slow}), both from candle ${w.slow}`,
    group: 'indicators',
    unit: 'points',
  };
  return output(columnId('macdLine', w), description, lineWait(w), w, (out, macd) => {
    if (macd.lineReady) out.set(macd.line);
  });
}

/** `macdSignal_f_s_n`: ema(n) of the line, points. */
function signal(parameters: MacdParameters = {}): FeatureSpec {
  const w = windows('macdSignal', parameters);
  const description: Description = {
    meaning: 'exponential average of the MACD line',
    formula: `ema(macdLine, ${w.signal})`,
    group: 'indicators',
    unit: 'points',
  };
  return output(columnId('macdSignal', w), description, signalWait(w), w, (out, macd) => {
    if (macd.signalReady) out.set(macd.signal);
  });
}

/** `macdHistogram_f_s_n`: line − signal, points. */
function histogram(parameters: MacdParameters = {}): FeatureSpec {
  const w = windows('macdHistogram', parameters);
  const description: Description = {
    meaning: 'MACD line minus its signal',
    formula: 'macdLine − macdSignal',
    group: 'indicators',
    unit: 'points',
  };
  return output(columnId('macdHistogram', w), description, signalWait(w), w, (out, macd) => {
    if (macd.signalReady) out.set(macd.histogram);
  });
}

/** `macdCross`: 1 where the histogram rose above 0 at this candle, −1 where it fell below, else 0. */
function cross(parameters: MacdParameters = {}): FeatureSpec {
  const w = windows('macdCross', parameters);
  const description: Description = {
    meaning: '1 where the MACD line crossed above its signal, −1 where below, else 0',
    formula: '1 if macdHistogram[1] ≤ 0 < macdHistogram, −1 if ≥ 0 >, else 0; within 1e-9 is 0',
    group: 'indicator based',
    unit: '−1, 0, 1',
    range: [-1, 1],
    scale: 'discrete',
  };
  return output(derivedId('macdCross', w), description, changeWait(w), w, (out, macd, before) => {
    if (before.ready) out.set(crossOf(before.histogram, macd.histogram));
  });
}

/** `macdSlope`: change of the histogram in one candle, points. */
function slope(parameters: MacdParameters = {}): FeatureSpec {
  const w = windows('macdSlope', parameters);
  const description: Description = {
    meaning: 'change of the MACD histogram in one candle',
    formula: 'macdHistogram − macdHistogram[1]',
    group: 'indicator based',
    unit: 'points',
  };
  return output(derivedId('macdSlope', w), description, changeWait(w), w, (out, macd, before) => {
    if (before.ready) out.set(macd.histogram - before.histogram);
  });
}

/** MACD (TA-Lib MACD, defaults 12, 26, 9). All continue over the start of a session. */
export const macd = { line, signal, histogram, cross, slope };
