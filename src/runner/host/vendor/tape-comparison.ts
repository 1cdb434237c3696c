// Live trades and a history of the same asset and day -> whether they say the same where both speak; a history may be adjusted or cut.

import type { TradeColumns } from './trade-columns.ts';

export type TapeComparison =
  /** `compared` trades agree in price, quantity and time. */
  { readonly kind: 'agrees'; readonly compared: number } | { readonly kind: 'differs'; readonly reason: string };

/**
 * Between the first and the last number of the history every live trade must be there with the same price, quantity and time; what
 * the history has more is no contradiction, since live trades may have been lost.
 */
export function compareTapes(live: TradeColumns, history: TradeColumns): TapeComparison {
  if (history.length === 0) return { kind: 'agrees', compared: 0 };
  const found = live.find(history.number[0]!);
  const end = history.lastNumber();
  let h = 0;
  let compared = 0;
  for (let l = found < 0 ? -1 - found : found; l < live.length && live.number[l]! <= end; l++) {
    const number = live.number[l]!;
    while (history.number[h]! < number) h++;
    if (history.number[h] !== number) {
      return { kind: 'differs', reason: `live trade ${number} is missing in the history` };
    }
    const field = differing(live, l, history, h);
    if (field !== undefined) {
      const reason = `trade ${number} has ${field} ${live[field][l]} live and ${history[field][h]} in the history`;
      return { kind: 'differs', reason };
    }
    compared++;
  }
  return { kind: 'agrees', compared };
}

function differing(
  live: TradeColumns,
  l: number,
  history: TradeColumns,
  h: number,
): 'price' | 'quantity' | 'localMs' | undefined {
  if (live.price[l] !== history.price[h]) return 'price';
  if (live.quantity[l] !== history.quantity[h]) return 'quantity';
  if (live.localMs[l] !== history.localMs[h]) return 'localMs';
  return undefined;
}
