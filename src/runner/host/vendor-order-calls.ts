// The vendor's process in; the calls for orders out, with the routing password put in where they are made.

import type { CallOutcome, OrderCalls } from '../../adapters/profit-dll/orders/order-calls.ts';
import { ROUTING_PASSWORD, type VendorCallAnswer, type VendorPort } from './vendor/vendor-port.ts';

export function vendorOrderCalls(vendor: VendorPort, deadlineMs: number): OrderCalls {
  const call = async <T>(method: string, order: object): Promise<CallOutcome<T>> =>
    outcomeOf<T>(await vendor.call(method, [{ ...order, password: ROUTING_PASSWORD }], deadlineMs));
  return {
    sendOrder: (order) => call('sendOrder', order),
    cancelOrder: (order) => call('cancelOrder', order),
    changeOrder: (order) => call('changeOrder', order),
  };
}

export function outcomeOf<T>(answer: VendorCallAnswer): CallOutcome<T> {
  if (answer.ok) return { kind: 'answered', value: answer.value as T };
  const { kind, code, message } = answer.error;
  if (answer.late !== undefined) {
    return { kind: 'lost', reason: message, late: answer.late.then((late) => outcomeOf<T>(late)) };
  }
  if (kind === 'absent' || kind === 'expired') return { kind: 'notSent', reason: message };
  if (kind === 'vendor') return { kind: 'error', code, reason: message };
  return { kind: 'lost', reason: message };
}
