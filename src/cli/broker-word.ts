// What the host knows of an account at the broker, and why it has no connection, in; the warning that goes before it, or nothing, out.

import { localClock, localTime } from '../adapters/local-time.ts';
import type { BrokerWord } from '../runner/host/guardian/account-orders.ts';
import type { VendorStatus } from '../runner/host/vendor/vendor-port.ts';

/** Its stop would open a position anew, and so would whatever else closes what is closed. */
export const BY_HAND =
  'close the position in the terminal of the broker or by its desk, cancel its stop and target there too, and ask nothing else to close it then (no qt flatten)';

/** Why nothing can be sent; null while the broker is connected. */
export function connectionFault({ process: state, routing }: Pick<VendorStatus, 'process' | 'routing'>): string | null {
  if (routing.state === 'connected') return null;
  if (state.kind === 'stopped' || state.kind === 'waiting') return `the library is ${state.kind}: ${state.reason}`;
  return `orders are ${routing.state}${routing.detail === undefined ? '' : `: ${routing.detail}`}`;
}

/** Undefined while what is shown is as the broker has it now. */
export function brokerWarning(word: BrokerWord, fault: string | null): string | undefined {
  if (word.isCurrent) return undefined;
  if (word.isConnected) return `the broker has not told its orders yet: ${ageText(word)}`;
  const why = fault === null ? '' : ` (${fault})`;
  return `NO CONNECTION TO THE BROKER${why}: nothing can be sent; ${BY_HAND}. ${ageText(word)}`;
}

/** `as of 14:03:10 -03, 2 min ago`, on the clock of Sao Paulo. */
function ageText({ asOfUs, ageMs }: BrokerWord): string {
  if (asOfUs === null || ageMs === null) return 'What is open there is unknown';
  return `What is open there is unknown since; shown as of ${timeText(asOfUs, ageMs)}, ${spanText(ageMs)} ago`;
}

const DAY_MS = 86_400_000;

function timeText(us: number, ageMs: number): string {
  return ageMs < DAY_MS / 2 ? localClock(us) : localTime(us);
}

export function spanText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}
