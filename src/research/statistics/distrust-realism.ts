// Takes a run; finds where its market, its fills or its costs are kinder than the exchange.

import { brl } from '../report/number-format.ts';
import type { DistrustCheck } from './finding.ts';

/** The spread that one cannot escape, in ticks; each fill that takes pays half of it against the middle. */
const SPREAD_TICKS = 1;

const notExchangeData: DistrustCheck = ({ provenance }) => {
  if (provenance === 'exchange') return undefined;
  const message = `The market is ${provenance}, not the exchange's: profit here says nothing about profit there.`;
  return { code: 'not-exchange-data', severity: 'high', message };
};

const modelNotFromExchange: DistrustCheck = ({ model }) => {
  if (model === null || model.provenance === 'exchange') return undefined;
  const message = `The model ${model.name} was trained on ${model.provenance} data.`;
  return { code: 'model-not-from-exchange', severity: 'high', message };
};

const fillsOnBars: DistrustCheck = ({ fillSource }) => {
  if (fillSource !== 'bars') return undefined;
  const message =
    'Fills were decided on candles: without a queue, and without knowing which of stop and target came first inside a candle.';
  return { code: 'fills-on-bars', severity: 'medium', message };
};

const noCosts: DistrustCheck = ({ costs }, { trades }) => {
  if (trades.trades === 0 || costs.totalE4 > 0) return undefined;
  return {
    code: 'no-costs',
    severity: 'high',
    message: 'No costs were charged: every trade at the exchange has some.',
  };
};

const goneAtDoubleCosts: DistrustCheck = ({ costs }, { netE4 }) => {
  if (netE4 <= 0 || netE4 > costs.totalE4) return undefined;
  const message = `With doubled costs the profit of ${brl(netE4)} would be ${brl(netE4 - costs.totalE4)}.`;
  return { code: 'gone-at-double-costs', severity: 'high', message };
};

const withinHalfSpread: DistrustCheck = ({ costs, tickValueE4 }, { netE4 }) => {
  const halfSpreadE4 = (costs.contracts * SPREAD_TICKS * tickValueE4) / 2;
  if (netE4 <= 0 || netE4 > halfSpreadE4) return undefined;
  const message = `The profit of ${brl(netE4)} is within half a spread per contract (${brl(halfSpreadE4)} in all): fills worse by half a tick undo it.`;
  return { code: 'within-half-spread', severity: 'high', message };
};

const heldOverRoll: DistrustCheck = ({ maxHeldOverRoll, rollsCrossed }) => {
  if (maxHeldOverRoll === 0) return undefined;
  const message = `Up to ${maxHeldOverRoll} contracts were held over a roll (${rollsCrossed} crossed): the jump between contracts may be in the result.`;
  return { code: 'held-over-roll', severity: 'high', message };
};

export const realismChecks: readonly DistrustCheck[] = [
  notExchangeData,
  modelNotFromExchange,
  fillsOnBars,
  noCosts,
  goneAtDoubleCosts,
  withinHalfSpread,
  heldOverRoll,
];
