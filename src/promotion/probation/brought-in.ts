// The first epoch of a run that goes on where another ended in; the result of the day that other releases had brought in, out.

import { Account } from '../../core/account/account.ts';
import type { EpochStart } from '../../core/account/account-event.ts';
import { instrumentOf } from '../../core/market/instrument-table.ts';
import type { DayRun } from './good-days.ts';

/**
 * Net of costs, E4; undefined where it is not known: what they held had no price then. An order whose time is not known is the release's own.
 * @param runs of the day, in order of time
 */
export function broughtInE4(
  { carried, instruments }: Pick<EpochStart, 'carried' | 'instruments'>,
  runs: readonly DayRun[],
  release: string,
): number | undefined {
  const others = (carried?.orders ?? []).filter(({ sentUs }) => {
    const by = sentUs === undefined ? undefined : runs.findLast(({ startedUs }) => startedUs <= sentUs);
    return by !== undefined && by.release !== release;
  });
  const account = new Account();
  const known = instruments.map(({ symbol }) => instrumentOf(symbol)!);
  account.startEpoch(known, true, () => undefined);
  account.restore(others);
  return account.sessionNetE4(() => undefined);
}
