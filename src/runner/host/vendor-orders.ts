// An account and its day in; all orders of it that the vendor has out, which it is asked to load first.

import type { EnumeratedRecords, OrdersInInterval } from '../../adapters/profit-dll/calls/answers.ts';
import type { AccountName, VendorOrder } from '../../adapters/profit-dll/decode/feed-facts.ts';
import { enumeratedOrders } from '../../adapters/profit-dll/orders/enumerated-orders.ts';
import { dayOfMonthOf, monthOf, yearOf } from '../../core/market/civil-day.ts';
import type { VendorCallAnswer, VendorPort } from './vendor/vendor-port.ts';

export const READ_CALL_MS = 10_000;
/** The time of day of an interval of orders means nothing. */
const MIDNIGHT = { hour: 0, minute: 0, second: 0, milliseconds: 0 } as const;

export interface VendorOrders {
  /** The day is loaded: what is not among the orders is not there. */
  readonly isLoaded: boolean;
  /** Undefined where the vendor gave no answer. */
  readonly orders: readonly VendorOrder[] | undefined;
  /** Why messages could not be read. */
  readonly unread: readonly string[];
}

/** `answered` is given each answer, with what was asked for. Never rejects. */
export async function readVendorOrders(
  vendor: VendorPort,
  account: AccountName,
  dayNumber: number,
  answered: (what: string, answer: VendorCallAnswer) => void,
): Promise<VendorOrders> {
  const start = { year: yearOf(dayNumber), month: monthOf(dayNumber), day: dayOfMonthOf(dayNumber), ...MIDNIGHT };
  const loading = await vendor.call('hasOrdersInInterval', [account, { start, end: start }], READ_CALL_MS);
  answered('orders of the day', loading);
  const isLoaded = loading.ok && (loading.value as OrdersInInterval).kind === 'loaded';
  const reading = await vendor.call('enumerateOrders', [account], READ_CALL_MS);
  answered('orders', reading);
  const read = reading.ok ? (reading.value as EnumeratedRecords) : undefined;
  if (read?.kind !== 'records') return { isLoaded, orders: undefined, unread: [] };
  return { isLoaded, ...enumeratedOrders(read.records) };
}
