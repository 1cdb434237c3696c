// The settings of the rule regime in; the sentences that say which rule holds, made once so that a candle costs no text, out.

import type { RegimeKind } from './regime.ts';
import type { RuleParameters } from './rule-parameters.ts';

export interface RuleReasons {
  readonly warmingUp: string;
  readonly rule: Readonly<Record<RegimeKind, string>>;
  readonly confirming: Readonly<Record<Exclude<RegimeKind, 'undefined'>, string>>;
}

export function ruleReasons(parameters: RuleParameters): RuleReasons {
  const { emaFast, emaMiddle, emaSlow, adxEnter, adxLeave, minCandles, confirm } = parameters;
  const confirming = (what: string) => `${what} rule holds, not yet for ${confirm} candles`;
  return {
    warmingUp: `fewer than ${minCandles} candles, or an input not ready`,
    rule: {
      trend_up: `ema ${emaFast} > ${emaMiddle} > ${emaSlow}, adx entered at ${adxEnter} and not below ${adxLeave}`,
      trend_down: `ema ${emaFast} < ${emaMiddle} < ${emaSlow}, adx entered at ${adxEnter} and not below ${adxLeave}`,
      range: `adx below ${adxEnter}, close within the bands, ema ${emaFast} and ${emaSlow} less than one atr apart`,
      undefined: 'no rule holds',
    },
    confirming: {
      trend_up: confirming('trend up'),
      trend_down: confirming('trend down'),
      range: confirming('range'),
    },
  };
}
