// The checks of the doctor in the order in which they are made, and the loop that makes them.

import { UserError } from '../../adapters/user-error.ts';
import { type Bench, type Check, type CheckResult, type LoadedBench, MEND_FIRST, type Outcome } from './check.ts';
import { ACCOUNT_CHECKS } from './checks/account-checks.ts';
import { LIBRARY_CHECKS } from './checks/library-checks.ts';
import { MARKET_CHECKS } from './checks/market-checks.ts';

export const CHECKS: readonly Check[] = [
  ...[LIBRARY_CHECKS.load, LIBRARY_CHECKS.login, LIBRARY_CHECKS.clock],
  ...[MARKET_CHECKS.subscribe, MARKET_CHECKS.trades, MARKET_CHECKS.book, MARKET_CHECKS.history],
  ...[ACCOUNT_CHECKS.accounts, ACCOUNT_CHECKS.position, ACCOUNT_CHECKS.testOrder],
  LIBRARY_CHECKS.end,
];

export interface CheckListener {
  begin(check: Check): void;
  result(result: CheckResult): void;
}

/** Makes one check after the other; one whose needs were not met is told as such and not made. */
export async function makeChecks(bench: Bench, listener: CheckListener, checks = CHECKS): Promise<void> {
  const passed = new Set<string>();
  for (const check of checks) {
    const began = performance.now();
    const missing = unmet(check, passed, checks);
    if (missing === undefined) listener.begin(check);
    const outcome = missing ?? (await outcomeOf(check, bench));
    if (outcome.state === 'ok') passed.add(check.id);
    const { id, title } = check;
    listener.result({ id, title, tookMs: Math.round(performance.now() - began), ...outcome });
  }
}

function unmet({ needs }: Check, passed: ReadonlySet<string>, checks: readonly Check[]): Outcome | undefined {
  const missing = needs.find((need) => !passed.has(need));
  if (missing === undefined) return undefined;
  const title = checks.find(({ id }) => id === missing)?.title ?? missing;
  return { state: 'not possible', detail: `it needs: ${title}`, fix: MEND_FIRST };
}

async function outcomeOf(check: Check, bench: Bench): Promise<Outcome> {
  try {
    // a check that needs the library is made only after `load` has put it there
    return await check.run(bench as LoadedBench);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const fix = error instanceof UserError ? error.fix : 'Send this report: this is a mistake of the program';
    return { state: 'failed', detail, fix };
  }
}
