// Takes evidence that needs no statistics; gives the gates of number of trades, doubled costs and the best day.

import { dailySeries } from './daily-series.ts';
import type { Evidence } from './evidence.ts';
import { type Gate, unjudged } from './gate.ts';
import type { GateSettings } from './gate-settings.ts';

export function tradesGate({ trades }: Evidence, { leastTrades: limit }: GateSettings): Gate {
  if (trades === undefined || !Number.isInteger(trades) || trades < 0) {
    return unjudged('trades', limit, 'The number of trades is not known.');
  }
  const passed = trades >= limit;
  const says = `${trades} trades, ${passed ? 'at least' : 'fewer than'} ${limit}.`;
  return { name: 'trades', value: trades, limit, passed, says };
}

export function doubledCostsGate(evidence: Evidence, { netAtDoubledCosts: limit }: GateSettings): Gate {
  const net = netAtDoubledCosts(evidence);
  if (net === undefined) return unjudged('doubledCosts', limit, 'The result with doubled costs is not known.');
  const passed = net > limit;
  const how =
    evidence.netAtDoubledCosts === undefined ? 'with the costs taken off twice' : 'in a run with doubled costs';
  const says = `Net ${net.toFixed(2)} ${how}, ${passed ? 'above' : 'not above'} ${limit}.`;
  return { name: 'doubledCosts', value: net, limit, passed, says };
}

function netAtDoubledCosts(evidence: Evidence): number | undefined {
  const known = evidence.netAtDoubledCosts;
  if (known !== undefined) return Number.isFinite(known) ? known : undefined;
  const daily = chosenDaily(evidence);
  const { costs } = evidence;
  if (daily === undefined || costs === undefined || !(costs >= 0) || !Number.isFinite(costs)) return undefined;
  return netOf(daily) - costs;
}

export function oneDayGate(evidence: Evidence, { mostOfOneDay: limit }: GateSettings): Gate {
  const daily = chosenDaily(evidence);
  if (daily === undefined) return unjudged('oneDay', limit, 'The daily results of the chosen trial are not known.');
  const net = netOf(daily);
  if (!(net > 0)) return unjudged('oneDay', limit, `There is no profit to share among days: net ${net.toFixed(2)}.`);
  const share = Math.max(...daily) / net;
  const passed = share <= limit;
  const says = `The best day makes ${percent(share)} of the profit, ${passed ? 'no more' : 'more'} than ${percent(limit)}.`;
  return { name: 'oneDay', value: share, limit, passed, says };
}

/** Undefined where it is not among the trials. */
export function chosenDaily({ trials, chosen }: Evidence): Float64Array | undefined {
  const daily = chosen === undefined ? undefined : trials?.[chosen];
  return daily === undefined ? undefined : dailySeries('daily', daily);
}

function netOf(daily: Float64Array): number {
  return daily.reduce((sum, value) => sum + value, 0);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
