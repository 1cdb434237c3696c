// What execution asks of the venue: submit or cancel, with the bracket plan that protects the position if we fall silent.

import type { OrderRequest } from '../account/order.ts';

/** How a fill of this entry is to be protected, in prices on the grid; known to the venue's guardian before the entry works. */
export interface BracketPlan {
  readonly stopPrice: number;
  readonly stopLimitPrice: number;
  readonly targetPrice: number;
}

export type OrderCommand =
  | {
      readonly kind: 'submit';
      /** Seq of the event whose processing made the command. */
      readonly seq: number;
      readonly request: OrderRequest;
      readonly bracket: BracketPlan | undefined;
    }
  | { readonly kind: 'cancel'; readonly seq: number; readonly clientOrderId: string; readonly reason: string };
