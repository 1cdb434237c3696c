// What a client was told of an epoch and what really traded in; every lost, doubled, invented or changed trade out, in words.

import type { TrueTrade } from './fault-tape.ts';
import type { ToldEpoch } from './told-client.ts';

export interface EpochExpectation {
  /** Every trade is to be there, as it is now: the last epoch of a run that has come to rest. */
  readonly isLast: boolean;
  /** Trades come in their order: then nothing may be missing before the first gap is told. */
  readonly inOrder: boolean;
}

const FIELDS = ['localMs', 'price', 'quantity', 'buyAgent', 'sellAgent', 'tradeType'] as const;
const MOST = 5;

export function epochFaults(
  epoch: ToldEpoch,
  truth: readonly TrueTrade[],
  { isLast, inOrder }: EpochExpectation,
): readonly string[] {
  const faults: string[] = [];
  const byNumber = new Map(truth.map((trade) => [trade.number, trade]));
  for (const number of epoch.doubled) faults.push(`trade ${number} was told twice`);
  for (const [number, trade] of epoch.trades) {
    const real = byNumber.get(number);
    if (real === undefined) faults.push(`trade ${number} was told and never was`);
    // corrections that came after a gap belong to the next epoch
    else if (isLast) {
      const field = FIELDS.find((name) => real[name] !== trade[name]);
      if (field !== undefined) faults.push(`trade ${number} has ${field} ${trade[field]}, not ${real[field]}`);
    }
  }
  const known = isLast ? truth.map(({ number }) => number) : [];
  for (const number of known) if (!epoch.trades.has(number)) faults.push(`trade ${number} was not told`);
  if (inOrder) {
    const hole = epoch.beforeGap.findIndex((number, index) => index > 0 && number !== epoch.beforeGap[index - 1]! + 1);
    if (hole > 0) {
      faults.push(`after trade ${epoch.beforeGap[hole - 1]} came ${epoch.beforeGap[hole]}, and no gap was told`);
    }
  } else if (epoch.gaps === 0) {
    const last = Math.max(0, ...epoch.trades.keys());
    for (let number = 1; number <= last; number++) {
      if (!epoch.trades.has(number)) faults.push(`trade ${number} is missing, and no gap was told`);
    }
  }
  return faults.length > MOST ? [...faults.slice(0, MOST), `and ${faults.length - MOST} more`] : faults;
}
