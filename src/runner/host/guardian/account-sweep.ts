// An account that is to be out of everything, of whomever, in; the vendor's calls for the whole account until it says that nothing is held.

import type { HostLog } from '../host-log.ts';
import type { OrderPort } from '../order-port.ts';
import type { AccountGuard } from './account-guard.ts';

/** Between two calls for the same. */
const AGAIN_US = 2_000_000;

/** Only for a kill of scope `account`, which a person has confirmed with a typed text. */
export class AccountSweep {
  private cancelUs: number | undefined = undefined;
  private readonly zeroUs = new Map<number, number>();
  private calm = 0;

  /** True when there is nothing left to do. Ours are closed one by one beside it: what they hold is not closed twice. */
  step(account: string, port: OrderPort, guard: AccountGuard, log: HostLog, nowUs: number): boolean {
    if (this.cancelUs === undefined || (!guard.isFlat && nowUs - this.cancelUs >= AGAIN_US)) {
      this.cancelUs = nowUs;
      void port
        .cancelAll(account, 'account', 'killed')
        .then((outcome) => log.warning('cancelledAll', { account, ...outcome }));
    }
    if (!guard.isFlat || nowUs - this.cancelUs < AGAIN_US / 2) return false;
    let held = 0;
    for (const id of instrumentsOf(account, port, guard)) {
      if ((port.positionOf(account, id) ?? 0) === 0) continue;
      held += 1;
      if (nowUs - (this.zeroUs.get(id) ?? -Infinity) < AGAIN_US) continue;
      this.zeroUs.set(id, nowUs);
      void port
        .zeroPosition(account, id)
        .then((outcome) => log.warning('zeroed', { account, instrument: id, ...outcome }));
    }
    // a position is told some time after it was made
    this.calm = held === 0 ? this.calm + 1 : 0;
    return this.calm > CALM_STEPS;
  }
}

const CALM_STEPS = 40;

function instrumentsOf(account: string, port: OrderPort, guard: AccountGuard): ReadonlySet<number> {
  const ids = new Set<number>();
  for (const { request } of port.ordersOf(account)) ids.add(request.instrumentId);
  for (const { instrumentId } of guard.book.lanes) ids.add(instrumentId);
  return ids;
}
