// Takes a run; finds where its market, its fills or its costs are kinder than the exchange.

import { formatDay } from '../../core/market/civil-day.ts';
import { dayNumberAt } from '../../core/market/civil-time.ts';
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

const unknownBookSizes: DistrustCheck = ({ fillSource, bookSizes }) => {
  if (fillSource === 'bars' || fillSource === 'exchange' || bookSizes === 'known') return undefined;
  if (bookSizes === undefined) {
    const message =
      'Whether the data tell the sizes of the book is not recorded: where they do not, a size was assumed.';
    return { code: 'book-sizes-unknown', severity: 'low', message };
  }
  const message =
    'Sizes of the book are unknown: how much each price held, and the queue before our limit orders, was assumed.';
  return { code: 'book-sizes-unknown', severity: 'medium', message };
};

const capitalLost: DistrustCheck = ({ capitalBrl, equity }) => {
  const { timeUs, netE4 } = equity;
  for (let i = 0; i < netE4.length; i += 1) {
    if (netE4[i]! > -capitalBrl * 10_000) continue;
    const day = formatDay(dayNumberAt(timeUs[i]!));
    const message = `The capital of ${brl(capitalBrl * 10_000)} was lost on ${day}; everything after it could not have been traded.`;
    return { code: 'capital-lost', severity: 'high', message };
  }
  return undefined;
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
  unknownBookSizes,
  capitalLost,
  noCosts,
  goneAtDoubleCosts,
  withinHalfSpread,
  heldOverRoll,
];
