// The limits of live with less patience, so that a test that waits for one of them is short.
import { BACKFILL_LIMITS } from '../../../../src/runner/host/vendor/backfill-plan.ts';
import { HISTORY_LIMITS } from '../../../../src/runner/host/vendor/history-request.ts';
import { LOGIN_LIMITS } from '../../../../src/runner/host/vendor/login-watch.ts';
import { RESTART_LIMITS } from '../../../../src/runner/host/vendor/restart-policy.ts';
import type { VendorLimits } from '../../../../src/runner/host/vendor/vendor-options.ts';
import { RUN_LIMITS } from '../../../../src/runner/host/vendor/vendor-run.ts';

/** As in live, but without its patience. */
export const QUICK: VendorLimits = {
  // a start of Node or a collection of garbage takes longer than a second on a busy machine
  run: { ...RUN_LIMITS, heartbeatMs: 5_000, frozenMs: 5_000, stopMs: 10_000 },
  restart: { ...RESTART_LIMITS, firstDelayMs: 50, longestDelayMs: 400 },
  login: { ...LOGIN_LIMITS, loginMs: 10_000, refusalMs: 300, marketLostMs: 8_000, loginLostMs: 8_000 },
  history: { ...HISTORY_LIMITS, quietMs: 150, emptyQuietMs: 200, silentMs: 3_000, hardMs: 15_000, callMs: 3_000 },
  backfill: { ...BACKFILL_LIMITS, lagMs: 150, quietMs: 600, firstRetryMs: 200, longestRetryMs: 1_000 },
};

/** For a test that waits until a process is found to stand still. */
export const IMPATIENT: VendorLimits = { ...QUICK, run: { ...QUICK.run, heartbeatMs: 1_500, frozenMs: 1_500 } };
