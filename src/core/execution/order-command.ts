// What execution asks of the venue: submit, change or cancel, with the bracket plan that protects the position if we fall silent.

import type { BracketPlan, OrderRequest } from '../account/order.ts';

export type OrderCommand =
  | {
      readonly kind: 'submit';
      /** Seq of the event whose processing made the command. */
      readonly seq: number;
      readonly request: OrderRequest;
      readonly bracket: BracketPlan | undefined;
    }
  /** A working order gets other prices or another quantity; only where the broker was found to do so (`changeStop`). */
  | {
      readonly kind: 'change';
      readonly seq: number;
      readonly clientOrderId: string;
      readonly quantity: number;
      readonly price: number | undefined;
      readonly stopPrice: number | undefined;
    }
  | { readonly kind: 'cancel'; readonly seq: number; readonly clientOrderId: string; readonly reason: string };
