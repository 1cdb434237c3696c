// What a feature reads, in words for people.

import type { FeatureInput } from '../../core/features/feature.ts';

export const INPUT_WORDS: Readonly<Record<FeatureInput, string>> = {
  candles: 'candles',
  trades: 'the number of trades',
  flow: 'trades with sides',
  tape: 'trades',
  agents: 'the brokers of trades',
  quotes: 'best prices with sizes',
  book: 'levels of the book',
  clock: 'the calendar',
  sessions: 'earlier sessions of the same kind',
};
