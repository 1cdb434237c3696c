// An answer of the venue with the host's id of its instrument in; the same with the id that a stream has for it out.

import type { OrderAdopted } from '../../core/account/account-event.ts';
import type { PayloadEvent } from '../../core/market/event-batch.ts';

/** Undefined where the stream does not have the instrument. What names no instrument stays as it is. */
export function localAnswer(
  event: PayloadEvent,
  localId: (hostId: number) => number | undefined,
): PayloadEvent | undefined {
  if (event.kind === 'orderAdopted') {
    const { request, ...adopted } = event as OrderAdopted;
    const instrumentId = localId(request.instrumentId);
    const local = { ...adopted, request: { ...request, instrumentId } } as PayloadEvent;
    return instrumentId === undefined ? undefined : local;
  }
  const hostId = (event as { readonly instrumentId?: number }).instrumentId;
  if (hostId === undefined) return event;
  const instrumentId = localId(hostId);
  return instrumentId === undefined ? undefined : ({ ...event, instrumentId } as PayloadEvent);
}
