// The door of a host and the settings of a machine -> the vendor service on the real clock, with real processes.

import { STANDARD_OFFSET_MINUTES, utcOffsetMinutesAt } from '../../../core/market/civil-time.ts';
import { BACKFILL_LIMITS } from './backfill-plan.ts';
import { HISTORY_LIMITS } from './history-request.ts';
import { LOGIN_LIMITS } from './login-watch.ts';
import { RESTART_LIMITS } from './restart-policy.ts';
import { type SpawnSettings, spawnVendor } from './spawn-vendor.ts';
import { VENDOR_TICK_MS, type VendorClock, type VendorLimits } from './vendor-options.ts';
import { ignoreVendor, type VendorProcessState, type VendorSecrets } from './vendor-port.ts';
import type { VendorProcessSettings } from './vendor-protocol.ts';
import { RUN_LIMITS, type VendorDoor } from './vendor-run.ts';
import { VendorService } from './vendor-service.ts';

const VENDOR_LIMITS: VendorLimits = {
  run: RUN_LIMITS,
  restart: RESTART_LIMITS,
  login: LOGIN_LIMITS,
  history: HISTORY_LIMITS,
  backfill: BACKFILL_LIMITS,
};

const MS_PER_MINUTE = 60_000;

/** Brasilia's wall clock by the clock of this machine. */
const machineClock: VendorClock = {
  nowMs: () => performance.now(),
  localMs: () => {
    const utcMs = Date.now();
    return utcMs + offsetMinutesAt(utcMs) * MS_PER_MINUTE;
  },
};

/** A machine whose clock is set to a year that nobody knows still gets an answer: it then has no trades of its day. */
function offsetMinutesAt(utcMs: number): number {
  try {
    return utcOffsetMinutesAt(utcMs * 1000);
  } catch {
    return STANDARD_OFFSET_MINUTES;
  }
}

export interface LiveVendorOptions {
  readonly door: VendorDoor;
  readonly settings: VendorProcessSettings;
  readonly mode: VendorSecrets['mode'];
  readonly spawn: SpawnSettings;
  readonly limits?: VendorLimits;
  readonly clock?: VendorClock;
  /** In place of VENDOR_TICK_MS. */
  readonly tickMs?: number;
}

/** Its time passes by a timer until it is stopped, or stops for good; it can be started once. */
export function liveVendor(options: LiveVendorOptions): VendorService {
  const { door, settings, mode, limits = VENDOR_LIMITS, clock = machineClock, tickMs = VENDOR_TICK_MS } = options;
  const spawn = (invitation: Parameters<typeof spawnVendor>[0]) => spawnVendor(invitation, options.spawn);
  const service = new VendorService({ settings, mode, door, spawn, limits, clock });
  const timer = setInterval(() => service.tick(), tickMs);
  timer.unref();
  const process = (state: VendorProcessState): void => {
    if (state.kind === 'stopped') clearInterval(timer);
  };
  service.listen({ ...ignoreVendor, process });
  return service;
}
