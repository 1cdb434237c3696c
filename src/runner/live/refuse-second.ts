// The options of a process that would run sessions in; an error where another process of the home runs them on the same account out.

import { UserError } from '../../adapters/user-error.ts';
import { runningSessions, sessionText } from './control-file.ts';
import type { LiveOptions } from './live-options.ts';

/**
 * Also while the other one sleeps: at its opening it would take the account. What trades on no account is refused beside its like only.
 * Throws UserError `session-running`. Called when this process can be seen itself, so that of two at once none is overlooked.
 */
export function refuseSecond({
  home,
  mode,
  account,
  plan,
}: Pick<LiveOptions, 'home' | 'mode' | 'account' | 'plan'>): void {
  const { name } = plan.strategy;
  const other = runningSessions(home).find(
    (each) =>
      each.pid !== process.pid &&
      (account === undefined
        ? each.account === null && each.mode === mode && each.strategy === name
        : each.account === account),
  );
  if (other === undefined) return;
  const where = account === undefined ? '' : ` on account ${account}`;
  throw new UserError({
    code: 'session-running',
    message: `${sessionText(other)} runs already${where}`,
    file: other.folder,
    fix: `See qt status, and end it first: qt stop; where it does not answer: qt stop --force, which ends process ${other.pid}`,
  });
}
