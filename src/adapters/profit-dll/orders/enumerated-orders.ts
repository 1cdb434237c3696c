// The raw order messages of an enumeration in; the orders that they tell out, and what cannot be read.

import { FactReader } from '../decode/fact-reader.ts';
import type { VendorOrder } from '../decode/feed-facts.ts';
import { LocalClock } from '../decode/local-clock.ts';
import { MessageReader } from '../decode/message-reader.ts';
import { FeedKind } from '../feed/feed-record.ts';

export interface EnumeratedOrders {
  readonly orders: readonly VendorOrder[];
  /** Why a message could not be read; nothing of it is used. */
  readonly unread: readonly string[];
}

export function enumeratedOrders(records: Uint8Array): EnumeratedOrders {
  const orders: VendorOrder[] = [];
  const unread: string[] = [];
  const facts = new FactReader(new LocalClock(), (timeNs) => Math.floor(timeNs / 1000));
  const reader = new MessageReader();
  reader.begin(records);
  for (let step = reader.next(); step !== 'end'; step = reader.next()) {
    if (step === 'damaged') unread.push(reader.reason);
    else if (reader.kind === FeedKind.order) {
      const fact = facts.read(reader, undefined);
      if (typeof fact === 'string') unread.push(fact);
      else if (fact.kind === 'order') orders.push(fact.order);
    }
  }
  return { orders, unread };
}
