// The circumstances that a backtest is run again under: each differs from the run itself in one thing.
import type { WorseMarket } from '../../simulation/run-settings.ts';

export interface StressCase {
  readonly name: string;
  /** What is different, in words. */
  readonly says: string;
  /** Multiplies the fees of the run itself. */
  readonly costsFactor?: number;
  readonly worse?: WorseMarket;
}

/** Costs and latencies are assumptions until a broker's note and a live session have told them. */
export const STRESS_CASES: readonly StressCase[] = [
  { name: 'costs-0', says: 'no fees at all: what the idea itself is worth', costsFactor: 0 },
  { name: 'costs-1.5', says: 'fees times 1.5', costsFactor: 1.5 },
  { name: 'costs-2', says: 'fees times 2', costsFactor: 2 },
  { name: 'costs-3', says: 'fees times 3', costsFactor: 3 },
  { name: 'slippage-1', says: 'one tick more on each price that is taken', worse: { extraSlippageTicks: 1 } },
  { name: 'slippage-2', says: 'two ticks more on each price that is taken', worse: { extraSlippageTicks: 2 } },
  { name: 'latency-5', says: 'orders and answers take 5 times as long', worse: { latencyFactor: 5 } },
  {
    name: 'latency-40',
    says: 'orders and answers take 40 times as long, about a second',
    worse: { latencyFactor: 40 },
  },
  { name: 'queue-3', says: 'three times as many contracts ahead of resting orders', worse: { queueFactor: 3 } },
];
