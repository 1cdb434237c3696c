// Takes evidence about a strategy and the limits of the gates; gives whether it may be believed, gate by gate.

import type { Evidence } from './evidence.ts';
import type { Gate } from './gate.ts';
import { type GateSettings, gateSettings } from './gate-settings.ts';
import { deflatedSharpeGate, overfittingGate } from './overfitting-gates.ts';
import { doubledCostsGate, oneDayGate, tradesGate } from './simple-gates.ts';

export interface Judgement {
  /** Only where every gate passed. */
  readonly passed: boolean;
  /** Always the same five, in this order. */
  readonly gates: readonly Gate[];
}

/**
 * Defaults: at least 100 trades, deflated Sharpe ratio at least 0.95 over the effective number of trials, probability of backtest overfitting at
 * most 0.2, a profit with doubled costs, no day above 25 % of the profit. A gate whose evidence is missing has not passed. UserError `bad-gate`
 * for settings, `bad-days` for daily results that are no numbers or differ in length.
 */
export function judge(evidence: Evidence, settings: Partial<GateSettings> = {}): Judgement {
  const limits = gateSettings(settings);
  const gates = [tradesGate, deflatedSharpeGate, overfittingGate, doubledCostsGate, oneDayGate].map((gate) => {
    return gate(evidence, limits);
  });
  return { passed: gates.every((gate) => gate.passed), gates };
}
