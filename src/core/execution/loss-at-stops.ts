// What is held or may still be opened, each with its stop, in; what is lost if every stop is reached out.

import { type Side, signOf } from '../market/side.ts';

export interface OpenRisk {
  readonly contracts: number;
  /** Where the loss is counted from, ticks: the last price of what is held, the expected price of an entry. */
  readonly fromTicks: number;
  readonly stopTicks: number;
  readonly side: Side;
}

/** In E4, positive; NaN where a price is missing, which risk refuses. What lies beyond its stop still costs slippage and fees. */
export function lossAtStopsE4(
  open: readonly OpenRisk[],
  slippageTicks: number,
  tickValueE4: number,
  costsPerContractE4: number,
): number {
  let lossE4 = 0;
  for (const { contracts, fromTicks, stopTicks, side } of open) {
    if (contracts <= 0) continue;
    const ticks = (fromTicks - stopTicks) * signOf(side);
    lossE4 += contracts * (Math.max(0, ticks + slippageTicks) * tickValueE4 + costsPerContractE4);
  }
  return lossE4;
}
