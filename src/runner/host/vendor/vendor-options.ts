// What a vendor service is made of: how processes start, which clock it has, and all of its limits.

import type { BackfillLimits } from './backfill-plan.ts';
import type { HistoryLimits } from './history-request.ts';
import type { LoginLimits } from './login-watch.ts';
import type { RestartLimits } from './restart-policy.ts';
import type { VendorSecrets } from './vendor-port.ts';
import type { Invitation, VendorProcessSettings } from './vendor-protocol.ts';
import type { RunLimits, VendorChild, VendorDoor } from './vendor-run.ts';

/** Times between two ticks, milliseconds. */
export const VENDOR_TICK_MS = 50;

export interface VendorClock {
  /** Monotonic milliseconds. */
  nowMs(): number;
  /** Milliseconds since 1970-01-01 00:00 on the wall clock of the exchange. */
  localMs(): number;
}

export interface VendorLimits {
  readonly run: RunLimits;
  readonly restart: RestartLimits;
  readonly login: LoginLimits;
  readonly history: HistoryLimits;
  readonly backfill: BackfillLimits;
}

export interface VendorServiceOptions {
  readonly settings: VendorProcessSettings;
  readonly mode: VendorSecrets['mode'];
  readonly door: VendorDoor;
  readonly spawn: (invitation: Invitation) => VendorChild;
  readonly limits: VendorLimits;
  readonly clock: VendorClock;
}
