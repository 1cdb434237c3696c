// Channel of average true ranges around an exponential average: makers of the specs of Keltner's three lines.

import { defineFeature, type FeatureDefinition, type FeatureStep } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { positiveNumber, wholeNumber } from '../parameters.ts';
import { emaSettling, wilderSettling } from '../settling.ts';
import { atrOfCandles } from '../shared/atr-of-candles.ts';
import { emaOfClose } from '../shared/ema-of-close.ts';

export interface KeltnerParameters {
  readonly period?: number;
  /** Half the height of the channel in average true ranges. */
  readonly multiple?: number;
  /** Of the average true range; default: `period`. */
  readonly atrPeriod?: number;
}

type Description = Pick<FeatureDefinition, 'id' | 'meaning' | 'formula' | 'warmup' | 'settled' | 'parameters'>;

/** What an edge of the channel is made of. */
interface Channel {
  readonly middle: { readonly ready: boolean; readonly value: number };
  readonly range: { readonly ready: boolean; readonly value: number };
  readonly multiple: number;
}

const source = 'Keltner 1960 in the form of Raschke: exponential average, average true range';

function edge(
  name: string,
  { period = 20, multiple = 2, atrPeriod = period }: KeltnerParameters,
  meaning: string,
  sign: string,
  begin: (channel: Channel) => FeatureStep,
): FeatureSpec {
  const p = wholeNumber(name, 'period', period);
  const a = wholeNumber(name, 'atrPeriod', atrPeriod);
  const k = positiveNumber(name, 'multiple', multiple);
  const others = a === p ? `(p=${p},k=${k})` : `(p=${p},k=${k},a=${a})`;
  const description: Description = {
    id: k === 2 && a === p ? `${name}_${p}` : `${name}${others}`,
    meaning,
    formula: `ema(c, ${p}) ${sign} ${k} × atr_${a}`,
    warmup: Math.max(p, a + 1),
    settled: Math.max(emaSettling(p), 1 + wilderSettling(a)),
    parameters: { period: p, multiple: k, atrPeriod: a },
  };
  return defineFeature(
    { ...description, source, group: 'indicators', unit: 'points', sessionRule: 'continue' },
    (shared) => begin({ middle: emaOfClose(shared, p), range: atrOfCandles(shared, a), multiple: k }),
  );
}

/** `keltnerUpper_p`: ema(c, p) + 2 atr_p, points. */
function upper(parameters: KeltnerParameters = {}): FeatureSpec {
  return edge('keltnerUpper', parameters, 'upper edge of the Keltner channel', '+', ({ middle, range, multiple }) => {
    return (out) => {
      if (middle.ready && range.ready) out.set(middle.value + multiple * range.value);
    };
  });
}

/** `keltnerLower_p`: ema(c, p) − 2 atr_p, points. */
function lower(parameters: KeltnerParameters = {}): FeatureSpec {
  return edge('keltnerLower', parameters, 'lower edge of the Keltner channel', '−', ({ middle, range, multiple }) => {
    return (out) => {
      if (middle.ready && range.ready) out.set(middle.value - multiple * range.value);
    };
  });
}

/** `keltnerMiddle_p`: ema(c, p), points. */
function middleLine({ period = 20 }: Pick<KeltnerParameters, 'period'> = {}): FeatureSpec {
  const p = wholeNumber('keltnerMiddle', 'period', period);
  const description: Description = {
    id: `keltnerMiddle_${p}`,
    meaning: 'middle of the Keltner channel',
    formula: `ema(c, ${p})`,
    warmup: p,
    settled: emaSettling(p),
    parameters: { period: p },
  };
  return defineFeature(
    { ...description, source, group: 'indicators', unit: 'points', sessionRule: 'continue' },
    (shared) => {
      const middle = emaOfClose(shared, p);
      return (out) => {
        if (middle.ready) out.set(middle.value);
      };
    },
  );
}

/**
 * Keltner channel: exponential average of closes ± 2 average true ranges (TA-Lib EMA and ATR), both of 20 candles unless `atrPeriod` is
 * given (Raschke's own charts take 10). All continue over the start of a session.
 */
export const keltner = { upper, middle: middleLine, lower };
