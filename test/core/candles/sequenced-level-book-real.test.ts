// Captured Binance streams, futures and spot: no gap, no crossed book, and the best prices that the exchange told beside them.
import { expect, it } from 'vitest';
import { noSequenceFaults } from '../../../src/core/candles/sequence-faults.ts';
import { SequencedLevelBook } from '../../../src/core/candles/sequenced-level-book.ts';
import { type DepthStream, readBinanceDepth } from '../../support/binance-depth.ts';
import { describeWithRealData } from '../../support/real-data.ts';

const FUTURES = 'binance-l2-20240808/usdm_btcusdt_20240808.jsonl.gz';
const SPOT = [
  'binance-l2-20240808/spot_btcusdt_20240808.jsonl.gz',
  'binance-l2-20240808/spot_btcusdt_20240809.jsonl.gz',
];

interface Compared {
  readonly messages: number;
  /** Books whose best prices or quantities differ from the latest that the exchange told up to that number. */
  readonly differing: number;
  readonly mostLevels: number;
}

function feed(book: SequencedLevelBook, { changes, best }: DepthStream): Compared {
  let latest = -1;
  const counts = { messages: 0, differing: 0, mostLevels: 0 };
  for (let at = 0; at < changes.length; at++) {
    const { flags, ticks, quantities, sequences, previous } = changes;
    if (!book.apply(flags[at]!, ticks[at]!, quantities[at]!, sequences[at]!, previous[at])) continue;
    const { bids, asks } = book.book;
    counts.mostLevels = Math.max(counts.mostLevels, bids.levels, asks.levels);
    while (latest + 1 < best.length && best[latest + 1]!.sequence <= book.sequence!) latest += 1;
    const told = best[latest];
    if (told === undefined) continue;
    counts.messages += 1;
    const isSame =
      bids.ticksAt(0) === told.bidTicks &&
      asks.ticksAt(0) === told.askTicks &&
      bids.quantityAt(0) === told.bidQuantity &&
      asks.quantityAt(0) === told.askQuantity;
    if (!isSame) counts.differing += 1;
  }
  return counts;
}

describeWithRealData('Binance futures of 2024-08-08', [FUTURES], (path) => {
  const stream = readBinanceDepth(path!, 10);

  it('make a whole book whose best prices are those of the exchange at every message', () => {
    const book = new SequencedLevelBook();
    const compared = feed(book, stream);
    expect([stream.messages, stream.snapshots, stream.best.length]).toEqual([6551, 1, 66_089]);
    // 6 messages came before the snapshot, which they are counted in
    expect(compared).toEqual({ messages: 6546, differing: 0, mostLevels: 5170 });
    expect([book.isWhole, book.faults]).toEqual([true, noSequenceFaults()]);
  });

  it('make a book that is not whole from the place on where a message is taken out', () => {
    const { changes } = stream;
    const lost = changes.sequences[changes.length >> 1]!;
    const book = new SequencedLevelBook();
    let wholeUpTo = 0;
    for (let at = 0; at < changes.length; at++) {
      const { flags, ticks, quantities, sequences, previous } = changes;
      if (sequences[at] === lost) continue;
      book.apply(flags[at]!, ticks[at]!, quantities[at]!, sequences[at]!, previous[at]);
      if (book.isWhole) wholeUpTo = sequences[at]!;
    }
    expect([book.isWhole, book.faults.gaps, wholeUpTo < lost]).toEqual([false, 1, true]);
  });
});

describeWithRealData('Binance spot of 2024-08-08 and the file that continues it', SPOT, (first, second) => {
  it('make one whole book over both files, with the best prices of the exchange but for two messages', () => {
    const book = new SequencedLevelBook();
    expect(feed(book, readBinanceDepth(first!, 100))).toEqual({ messages: 3449, differing: 0, mostLevels: 2412 });
    // the best price of two of these messages was told a few updates later only
    expect(feed(book, readBinanceDepth(second!, 100))).toEqual({ messages: 3043, differing: 2, mostLevels: 2970 });
    expect([book.isWhole, book.messages, book.faults]).toEqual([true, 6493, noSequenceFaults()]);
  });

  it('make no book from the second file alone, which has no snapshot', () => {
    const book = new SequencedLevelBook();
    feed(book, readBinanceDepth(second!, 100));
    expect([book.isWhole, book.messages, book.book.bids.levels]).toEqual([false, 0, 0]);
    expect(book.faults).toEqual(noSequenceFaults());
  });
});
