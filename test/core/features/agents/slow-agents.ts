// Steps of a tape in; every feature of brokers over a window, each candle counted anew with Maps, out.

import { type Broker, b3Brokers } from '../../../../src/core/features/agents/index.ts';
import type { TapeStep } from '../flow/tape-steps.ts';

export type Values = (number | undefined)[];

interface Flow {
  bought: number;
  sold: number;
}

interface Window {
  readonly flows: ReadonlyMap<number, Flow>;
  readonly trades: number;
  readonly volume: number;
}

const isKnown = (buyAgent: number, sellAgent: number) => buyAgent !== 0 && sellAgent !== 0;

function isUsable({ trades, candle }: TapeStep): boolean {
  const told = trades.reduce((sum, { quantity }) => sum + quantity, 0);
  const unknown = trades.filter(({ buyAgent, sellAgent }) => !isKnown(buyAgent, sellAgent)).length;
  return told > 0 && told === candle.volume && unknown <= 0.01 * trades.length;
}

function windowOf(steps: readonly TapeStep[]): Window {
  const flows = new Map<number, Flow>();
  const of = (code: number): Flow => {
    const flow = flows.get(code) ?? { bought: 0, sold: 0 };
    flows.set(code, flow);
    return flow;
  };
  const trades = steps.flatMap((step) => step.trades).filter(({ buyAgent, sellAgent }) => isKnown(buyAgent, sellAgent));
  for (const { buyAgent, sellAgent, quantity } of trades) {
    of(buyAgent).bought += quantity;
    of(sellAgent).sold += quantity;
  }
  return { flows, trades: trades.length, volume: trades.reduce((sum, { quantity }) => sum + quantity, 0) };
}

/** Codes from the largest on; of equal ones the lowest first. */
function ranked({ flows }: Window, size: (flow: Flow) => number): number[] {
  return [...flows].sort(([a, x], [b, y]) => size(y) - size(x) || a - b).map(([code]) => code);
}

const gross = ({ bought, sold }: Flow) => bought + sold;

function netOf({ flows }: Window, codes: readonly number[]): number {
  return codes.reduce((sum, code) => sum + (flows.get(code)?.bought ?? 0) - (flows.get(code)?.sold ?? 0), 0);
}

function concentration({ flows, volume }: Window, size: (flow: Flow) => number): number {
  return [...flows.values()].reduce((sum, flow) => sum + (size(flow) / volume) ** 2, 0);
}

function persistence(window: Window, steps: readonly TapeStep[]): number | undefined {
  const top = ranked(window, gross).slice(0, 5);
  const nets = steps.map((step) => netOf(windowOf([step]), top));
  const mean = nets.reduce((sum, net) => sum + net, 0) / nets.length;
  const squares = nets.reduce((sum, net) => sum + (net - mean) ** 2, 0);
  const products = nets.slice(1).reduce((sum, net, i) => sum + (net - mean) * (nets[i]! - mean), 0);
  return squares === 0 ? undefined : products / squares;
}

function groupNet(window: Window, group: Broker['group']): number | undefined {
  const codes = b3Brokers.filter((broker) => broker.group === group).map(({ code }) => code);
  return codes.some((code) => window.flows.has(code)) ? netOf(window, codes) / window.volume : undefined;
}

function topChanged(window: Window, before: Window | undefined, size: (flow: Flow) => number): number | undefined {
  if (before === undefined) return undefined;
  return ranked(window, size)[0] === ranked(before, size)[0] ? 0 : 1;
}

/** By feature id. */
export function slowAgents(steps: readonly TapeStep[], n: number): ReadonlyMap<string, Values> {
  const values = new Map<string, Values>();
  const set = (id: string, t: number, value: number | undefined) => {
    const column = values.get(id) ?? Array.from({ length: steps.length }, () => undefined);
    values.set(id, column);
    column[t] = value;
  };
  /** The n candles before `t`, where all of them are usable and of its session. */
  const before = (t: number): TapeStep[] | undefined => {
    const part = t < n ? [] : steps.slice(t - n, t);
    const isWhole = part.length === n && part.every((step) => step.session === steps[t]?.session && isUsable(step));
    return isWhole ? part : undefined;
  };
  steps.forEach((_, t) => {
    const part = before(t);
    const window = part && windowOf(part);
    const earlier = t > 0 && steps[t - 1]!.session === steps[t]!.session ? before(t - 1) : undefined;
    const last = earlier && windowOf(earlier);
    const put = (id: string, of: (known: Window) => number | undefined) => set(id, t, window && of(window));
    put('agentTurnover', ({ flows, trades }) => flows.size / trades);
    put('agentConcentration_buy', (known) => concentration(known, ({ bought }) => bought));
    put('agentConcentration_sell', (known) => concentration(known, ({ sold }) => sold));
    for (const k of [1, 3, 5]) {
      put(`topAgentNet_${k}`, (known) => netOf(known, ranked(known, gross).slice(0, k)) / known.volume);
    }
    put('topBuyerChanged', (known) => topChanged(known, last, ({ bought }) => bought));
    put('topSellerChanged', (known) => topChanged(known, last, ({ sold }) => sold));
    put(`agentPersistence_${n}`, (known) => persistence(known, part!));
    put('retailFlow', (known) => groupNet(known, 'retail'));
    put('bankFlow', (known) => groupNet(known, 'bank'));
  });
  return values;
}
