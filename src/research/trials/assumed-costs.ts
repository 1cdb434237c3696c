// A trial of the ledger in; what its fills would have cost at the built-in assumption for its root, out: as recorded, or found from its costs.

import { z } from 'zod';
import type { LedgerEntry } from '../../adapters/ledger/ledger-entry.ts';
import { E4_PER_BRL } from '../../core/account/money.ts';
import { parseSymbol } from '../../core/market/symbol.ts';
import { contractCosts, contractCostsE4 } from '../../simulation/costs.ts';

const conditionsSchema = z.object({
  simulation: z.object({
    costs: z.object({
      exchangeFeeBrl: z.number().nonnegative(),
      brokerageBrl: z.number().nonnegative(),
      factor: z.number().nonnegative(),
    }),
  }),
});

/** Contracts that were traded are a whole number; sums of thousands of fees differ from one by less. */
const ROUNDING = 1e-6;

/**
 * BRL. Entries of earlier versions do not say it, but what they paid and at which fees: so how many contracts were traded is known, and the
 * assumption is that of today. Undefined where they paid nothing, or their costs are no whole number of contracts, or nothing was traded by nature.
 */
export function assumedCostsBrl({ trial }: LedgerEntry): number | undefined {
  const { costsBrl, assumedCostsBrl: recorded } = trial.result.measures;
  if (recorded !== undefined || costsBrl === undefined) return recorded;
  const root = parseSymbol(trial.data.instrument)?.root;
  const conditions = conditionsSchema.safeParse(trial.conditions);
  if (!conditions.success || root === undefined) return undefined;
  const eachE4 = contractCostsE4(conditions.data.simulation.costs);
  const contracts = (costsBrl * E4_PER_BRL) / eachE4;
  if (!(eachE4 > 0) || Math.abs(contracts - Math.round(contracts)) > ROUNDING * Math.max(1, contracts))
    return undefined;
  return (Math.round(contracts) * contractCostsE4(contractCosts[root])) / E4_PER_BRL;
}
