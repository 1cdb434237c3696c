// Takes a run; finds where it is too small, or was seen in training, to be evidence of anything.

import { decimal, integer } from '../report/number-format.ts';
import type { DistrustCheck } from './finding.ts';
import { evidenceWord } from './risk-ratios.ts';

/** Below these many trades or days a mean is mostly chance; below the second of each it is nothing else. */
const ENOUGH_TRADES = 100;
const VERY_FEW_TRADES = 30;
const ENOUGH_DAYS = 60;
const VERY_FEW_DAYS = 20;
const ENOUGH_T = 2;
const NO_T = 1;

const fewTrades: DistrustCheck = (_, { trades }) => {
  if (trades.trades >= ENOUGH_TRADES) return undefined;
  const message =
    trades.trades === 0
      ? 'There is no trade: nothing here says how the strategy does.'
      : `Only ${integer(trades.trades)} ${trades.trades === 1 ? 'trade' : 'trades'}; averages of fewer than ${ENOUGH_TRADES} are mostly chance.`;
  return { code: 'few-trades', severity: trades.trades < VERY_FEW_TRADES ? 'high' : 'medium', message };
};

const fewDays: DistrustCheck = (_, { daily }) => {
  if (daily.length >= ENOUGH_DAYS) return undefined;
  const message = `Only ${daily.length} ${daily.length === 1 ? 'day' : 'days'}; fewer than ${ENOUGH_DAYS} show one kind of market at best.`;
  return { code: 'few-days', severity: daily.length < VERY_FEW_DAYS ? 'high' : 'medium', message };
};

const weakEvidence: DistrustCheck = (_, { tStatistic: t, netE4 }) => {
  if (netE4 <= 0 || (t !== undefined && t >= ENOUGH_T)) return undefined;
  const figure = t === undefined ? 'cannot be computed' : `is ${decimal(t, 2)}, below ${ENOUGH_T}`;
  const message = `The t-statistic of the mean day ${figure}: ${evidenceWord(t)}. Each variant tried before this one makes it weaker.`;
  return { code: 'weak-evidence', severity: t === undefined || t < NO_T ? 'high' : 'medium', message };
};

const inSample: DistrustCheck = ({ model, from, to }) => {
  // days of a synthetic market lie nowhere in real time
  if (model === null || model.provenance === 'synthetic') return undefined;
  if (model.trainedTo < from || model.trainedFrom > to) return undefined;
  const message = `The model ${model.name} was trained on ${model.trainedFrom} to ${model.trainedTo}, which overlaps the tested ${from} to ${to}: part of this result is memory.`;
  return { code: 'in-sample', severity: 'high', message };
};

const trainedLater: DistrustCheck = ({ model, to }) => {
  // days of a synthetic market lie nowhere in real time
  if (model === null || model.provenance === 'synthetic' || model.trainedFrom <= to) return undefined;
  const message = `The model ${model.name} was trained from ${model.trainedFrom}, after the tested days: it knows their future.`;
  return { code: 'trained-later', severity: 'medium', message };
};

export const evidenceChecks: readonly DistrustCheck[] = [fewTrades, fewDays, weakEvidence, inSample, trainedLater];
