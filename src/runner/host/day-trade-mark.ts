// Whether orders are day trades, from the machine's settings, in; the vendor told so each time that orders can be routed out.

import type { HostLog } from './host-log.ts';
import { ignoreVendor, type VendorPort } from './vendor/vendor-port.ts';

const CALL_MS = 10_000;

/** The vendor forgets it with each login. Returns the way to stop. */
export function markDayTrade(vendor: VendorPort, isDayTrade: boolean, log: HostLog): () => void {
  return vendor.listen({
    ...ignoreVendor,
    service: ({ service, state }) => {
      if (service !== 'routing' || state !== 'connected') return;
      void vendor.call('setDayTrade', [isDayTrade], CALL_MS).then((answer) => {
        if (answer.ok) log.info('dayTradeMarked', { isDayTrade });
        else log.warning('dayTradeNotMarked', { isDayTrade, reason: answer.error.message });
      });
    },
  });
}
