// What the bridge of orders asks of the vendor library, without the routing password: whoever performs the calls adds it.

import type {
  CancelOrderRequest,
  ChangeOrderRequest,
  SendOrderRequest,
  SentOrder,
  SentRequest,
} from '../calls/order-requests.ts';

/** The password is added where the call is made, so that nothing that is kept or logged holds it. */
export type OrderToSend = Omit<SendOrderRequest, 'password'>;
export type OrderToCancel = Omit<CancelOrderRequest, 'password'>;
export type OrderToChange = Omit<ChangeOrderRequest, 'password'>;

export type CallOutcome<T> =
  | { readonly kind: 'answered'; readonly value: T }
  /** The vendor answered with an error; `code` is its name for it, where it has one. */
  | { readonly kind: 'error'; readonly code: string | undefined; readonly reason: string }
  /** Nothing was sent: the vendor process is not there, or the time for it was over. */
  | { readonly kind: 'notSent'; readonly reason: string }
  /** No answer: the vendor may have acted on it. `late` is the true answer, should it still come; never rejects. */
  | { readonly kind: 'lost'; readonly reason: string; readonly late?: Promise<CallOutcome<T>> };

/** None rejects. */
export interface OrderCalls {
  sendOrder(request: OrderToSend): Promise<CallOutcome<SentOrder>>;
  cancelOrder(request: OrderToCancel): Promise<CallOutcome<SentRequest>>;
  changeOrder(request: OrderToChange): Promise<CallOutcome<SentRequest>>;
}
