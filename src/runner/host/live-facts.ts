// What a trader wants to know of its host before it trades: where its market comes from, and how its clock stands to the server's.

import type { VendorTime } from '../../adapters/profit-dll/calls/answers.ts';
import { STANDARD_OFFSET_MINUTES } from '../../core/market/civil-time.ts';
import type { Provenance } from '../../core/market/provenance.ts';
import type { HostRequest } from './host-requests.ts';

const CALL_MS = 5000;
const US_PER_MS = 1000;
const MS_PER_MINUTE = 60_000;

/** The answer to the request `live.status`. */
export interface LiveFacts {
  readonly provenance: Provenance;
  /** The server's clock less the host's, milliseconds; null where the server was not asked. */
  readonly skewMs: number | null;
  /** Why there is no skew. */
  readonly reason: string | null;
}

export function liveFactsRequest(provenance: Provenance): Readonly<Record<string, HostRequest>> {
  return {
    'live.status': async (_args, host): Promise<LiveFacts> => {
      const askedUs = host.clock.nowUs();
      const answer = await host.vendor.call('getServerClock', [], CALL_MS);
      if (!answer.ok) return { provenance, skewMs: null, reason: answer.error.message };
      // the server said it somewhere between question and answer
      const middleMs = (askedUs + host.clock.nowUs()) / 2 / US_PER_MS;
      const serverMs = utcMsOf(answer.value as VendorTime);
      return { provenance, skewMs: Math.round(serverMs - middleMs), reason: null };
    },
  };
}

/** Brasília has had no summer time since 2019. */
function utcMsOf({ year, month, day, hour, minute, second, milliseconds }: VendorTime): number {
  const localMs = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
  return localMs - STANDARD_OFFSET_MINUTES * MS_PER_MINUTE;
}
