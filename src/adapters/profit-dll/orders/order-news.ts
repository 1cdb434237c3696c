// What the vendor said about one order of ours, as far as it is news: fills and an update for the engine, words for a person.

import type { Fill, OrderUpdate } from '../../../core/account/order.ts';

export interface OrderNews {
  readonly fills: readonly Fill[];
  readonly update: OrderUpdate | undefined;
  /** What does not fit together: the broker is right, so a person has to know. */
  readonly contradiction: string | undefined;
  /** What a person should know and nothing follows from. */
  readonly remark?: string | undefined;
  /** Fills among the news stand at a price that the broker has not told. */
  readonly unpriced?: string | undefined;
}

export const NO_NEWS: OrderNews = { fills: [], update: undefined, contradiction: undefined };
