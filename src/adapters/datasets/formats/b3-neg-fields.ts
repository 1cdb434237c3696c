// The layout of a row of B3's historical trade file: its fields in order, with their widths.

import type { HistoryField } from './b3-history-line.ts';

/** Places of the fields. */
export const NEG = {
  session: 0,
  symbol: 1,
  id: 2,
  price: 3,
  quantity: 4,
  time: 5,
  indicator: 6,
  buyDate: 7,
  buySequence: 8,
  buySecondary: 9,
  buyAggressor: 10,
  sellDate: 11,
  sellSequence: 12,
  sellSecondary: 13,
  sellAggressor: 14,
  cross: 15,
  buyBroker: 16,
  sellBroker: 17,
} as const;

/** Since March 2014; 237 to 240 characters, as the time has three to six decimals. */
export const NEG_FIELDS: readonly HistoryField[] = [
  { name: 'session date', width: 10 },
  { name: 'symbol', width: 50 },
  { name: 'trade number', width: 10 },
  { name: 'price', width: 20 },
  { name: 'quantity', width: 18 },
  { name: 'time', width: 'time' },
  { name: 'trade indicator', width: 1 },
  { name: 'buy order date', width: 10 },
  { name: 'buy order sequence', width: 15 },
  { name: 'buy secondary order id', width: 15 },
  { name: 'buy aggressor', width: 1 },
  { name: 'sell order date', width: 10 },
  { name: 'sell order sequence', width: 15 },
  { name: 'sell secondary order id', width: 15 },
  { name: 'sell aggressor', width: 1 },
  { name: 'cross indicator', width: 1 },
  { name: 'buy broker', width: 8 },
  { name: 'sell broker', width: 8 },
];

/** Before March 2014 no brokers stand there. */
export const NEG_FIELDS_WITHOUT_BROKERS = NEG_FIELDS.slice(0, NEG.buyBroker);
