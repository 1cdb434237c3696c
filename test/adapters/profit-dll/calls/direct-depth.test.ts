// Accessors of price depth that fail, in the direct feed: the message says that levels are missing, so that none is taken for gone.
import { describe, expect, it } from 'vitest';
import type { VendorCalls } from '../../../../src/adapters/profit-dll/calls/vendor-calls.ts';
import { bookCallbacks } from '../../../../src/adapters/profit-dll/feed/direct/book-callbacks.ts';
import { FeedWriter } from '../../../../src/adapters/profit-dll/feed/direct/feed-writer.ts';
import { FEED_TRUNCATED, FEED_UNREAD, HEAD_FLAGS } from '../../../../src/adapters/profit-dll/feed/feed-record.ts';

const REFUSED = -2147483647;
const FLUSH = 6;

/** Flags of the message after a flush where a side says to have so many levels and gives those up to `readable`. */
function flagsOf(buys: number, sells: number, readable: number): number {
  const answers: Readonly<Record<string, (side: number, position: number) => number>> = {
    GetPriceDepthSideCount: (side) => (side === 0 ? buys : sells),
    GetPriceGroup: (_, position) => (position < readable ? 0 : REFUSED),
  };
  const calls = {
    has: () => false,
    callHere: (name: string, _asset: unknown, side: number, position: number) => answers[name]!(side, position),
  };
  const writer = new FeedWriter(256);
  bookCallbacks(writer, calls as unknown as VendorCalls).SetPriceDepthCallback.handle(null, 0, 0, FLUSH);
  const target = Buffer.alloc(256 * 64);
  expect(writer.ring.read(target)).toBeGreaterThan(0);
  return target.readUInt8(HEAD_FLAGS);
}

describe('the depth of the direct feed', () => {
  it.each([
    ['all levels are read', 3, 2, 9, 0],
    ['there are more levels than are told', 25, 2, 99, FEED_TRUNCATED],
    ['a count fails', 3, REFUSED, 9, FEED_TRUNCATED | FEED_UNREAD],
    ['a level fails', 3, 2, 2, FEED_TRUNCATED | FEED_UNREAD],
    ['both sides are empty', 0, 0, 9, 0],
  ])('says what is missing: %s', (_, buys, sells, readable, flags) => {
    expect(flagsOf(buys, sells, readable)).toBe(flags);
  });
});
