// Fills in, position and exact profit out: signed contracts, average-cost accounting in integer ticks, money in E4.

import { assert } from '../assert.ts';
import type { Side } from '../market/side.ts';

/**
 * Position of one strategy in one instrument. Cost is kept as a sum of price ticks × contracts, an integer, so that the result
 * by fills and the result by marking agree to the last unit. Profit counts ticks × contracts; money is that times the tick value.
 */
export class Position {
  /** Signed contracts: above 0 long, below 0 short. */
  quantity = 0;
  /** Sum over all fills of −signed quantity × price ticks: the cash side in tick·contracts. */
  private cashTickContracts = 0;
  /** The same sum since the position last was flat, for the average entry. */
  private openCostTickContracts = 0;
  /** Realised result in tick·contracts; exact when flat, by average cost in between. */
  private realisedTickContracts = 0;
  costsE4 = 0;
  contractsTraded = 0;
  private readonly tickValueE4: number;

  constructor(tickValueE4: number) {
    this.tickValueE4 = tickValueE4;
  }

  /** Takes one execution into account. `priceTicks` is the price in integer ticks. */
  apply(side: Side, quantity: number, priceTicks: number, costsE4: number): void {
    assert(
      Number.isSafeInteger(priceTicks) && quantity > 0 && costsE4 >= 0,
      `fill of ${quantity} at tick ${priceTicks}, costs ${costsE4}`,
    );
    const signed = side === 'buy' ? quantity : -quantity;
    this.cashTickContracts -= signed * priceTicks;
    this.costsE4 += costsE4;
    this.contractsTraded += quantity;
    const before = this.quantity;
    const after = before + signed;
    if (before === 0 || Math.sign(before) === Math.sign(signed)) {
      this.openCostTickContracts += signed * priceTicks;
    } else if (Math.sign(after) === Math.sign(before)) {
      this.openCostTickContracts = (this.openCostTickContracts * after) / before;
    } else {
      this.openCostTickContracts = after * priceTicks;
    }
    this.quantity = after;
    this.realisedTickContracts = this.cashTickContracts + this.openCostTickContracts;
    if (after === 0) {
      this.openCostTickContracts = 0;
      this.realisedTickContracts = this.cashTickContracts;
    }
  }

  /** Average entry price in ticks of what is held; undefined when flat. */
  get averageTicks(): number | undefined {
    return this.quantity === 0 ? undefined : this.openCostTickContracts / this.quantity;
  }

  /** Gross result in E4 if everything held were closed at `priceTicks`: an exact integer. */
  grossAtE4(priceTicks: number): number {
    return (this.cashTickContracts + this.quantity * priceTicks) * this.tickValueE4;
  }

  /** Net of costs, as grossAtE4. */
  netAtE4(priceTicks: number): number {
    return this.grossAtE4(priceTicks) - this.costsE4;
  }

  /** Realised gross result in E4 by average cost; exact whenever the position is flat. */
  get realisedE4(): number {
    return this.realisedTickContracts * this.tickValueE4;
  }
}
