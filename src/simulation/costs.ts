// Takes fees per contract and side in BRL; gives the exact cost of a fill in ten-thousandths of a BRL.

import { brlToE4 } from '../core/account/money.ts';
import { assert } from '../core/assert.ts';
import type { Root } from '../core/market/instrument.ts';

/** What one contract costs on each side of a trade, in BRL with at most four decimals. */
export interface ContractCosts {
  /** Exchange and registration fees. */
  readonly exchangeFeeBrl: number;
  readonly brokerageBrl: number;
  /** Both are multiplied by this: 1 is as stated, 2 asks what is left of a result at doubled costs. */
  readonly factor: number;
}

/**
 * WDO, per contract and side. AN ASSUMPTION, not taken from a broker's note: the exchange's day-trade fees depend on the
 * month's volume and change with its price list, brokerage on the broker. Check both against a note before believing a result.
 */
export const wdoCosts: ContractCosts = { exchangeFeeBrl: 0.6, brokerageBrl: 0.4, factor: 1 };

/**
 * By root: assumptions of the same kind, none taken from a price list. The full contracts are put at five times their mini, which
 * is what they are in size.
 */
export const contractCosts: Readonly<Record<Root, ContractCosts>> = {
  WDO: wdoCosts,
  DOL: { exchangeFeeBrl: 3, brokerageBrl: 2, factor: 1 },
  WIN: { exchangeFeeBrl: 0.3, brokerageBrl: 0.4, factor: 1 },
  IND: { exchangeFeeBrl: 1.5, brokerageBrl: 2, factor: 1 },
};

/** The same costs times `factor` more, for reports at doubled costs. */
export function timesCosts(costs: ContractCosts, factor: number): ContractCosts {
  return { ...costs, factor: costs.factor * factor };
}

/** Cost of one contract on one side, integer E4, rounded up so that it is never understated. */
export function contractCostsE4(costs: ContractCosts): number {
  const { exchangeFeeBrl, brokerageBrl, factor } = costs;
  assert(exchangeFeeBrl >= 0 && brokerageBrl >= 0 && factor >= 0, `costs are never negative: ${JSON.stringify(costs)}`);
  const e4 = (brlToE4(exchangeFeeBrl) + brlToE4(brokerageBrl)) * factor;
  // a factor such as 1.1 leaves a trace of float error above a whole number
  return Math.ceil(e4 - 1e-6);
}
