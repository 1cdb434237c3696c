// How requests reach a receiver: in this process, through ssh, or over https; each gives one answer, or says that the way broke.

import type { DeliveryAnswer, DeliveryRequest } from './message.ts';

export interface Carrier {
  /** Rejects with `ConnectionLost` when no whole answer came; the next call tries a new connection. */
  ask(request: DeliveryRequest, bytes?: Uint8Array): Promise<DeliveryAnswer>;
  close(): void;
}
