// A range of seeds in; all of them run, several hosts at a time, and what came of it all together out. Throws at the first that fails.

import { type ChaosReport, runChaos } from './chaos-run.ts';

/** Seeds that share one host: its start costs as much as four of them. */
const SEEDS_A_HOST = 25;

export async function runSeeds(first: number, count: number, hosts: number): Promise<ChaosReport> {
  const end = first + count;
  let next = first;
  let total: ChaosReport = { seeds: 0, epochs: 0, gaps: 0, orders: 0, trades: 0 };
  const lane = async (): Promise<void> => {
    while (next < end) {
      const seed = next;
      next = Math.min(end, seed + SEEDS_A_HOST);
      const { seeds, epochs, gaps, orders, trades } = await runChaos(seed, next - seed);
      total = {
        seeds: total.seeds + seeds,
        epochs: total.epochs + epochs,
        gaps: total.gaps + gaps,
        orders: total.orders + orders,
        trades: total.trades + trades,
      };
    }
  };
  await Promise.all(Array.from({ length: hosts }, lane));
  return total;
}
