import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as layout from '../../../../src/adapters/profit-dll/feed/feed-record.ts';

const header = readFileSync(join(import.meta.dirname, '../../../../native/include/feed-record.h'), 'utf8');
const text = header.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/\/\/.*/g, '');
const bytesOf: Readonly<Record<string, number>> = { int: 4, double: 8 };

/** Offsets of the fields of a packed struct, as the header declares them, and its size. */
function offsets(struct: string): Readonly<Record<string, number>> {
  const end = text.indexOf(`} ${struct};`);
  const body = text.slice(text.lastIndexOf('{', end) + 1, end);
  const found: Record<string, number> = {};
  let at = 0;
  for (const [, type, names] of body.matchAll(/(\w+)\s+([\w\s,[\]]+);/g)) {
    const size = bytesOf[type!] ?? Number(/(\d+)_t$/.exec(type!)![1]) / 8;
    for (const [, name, count] of names!.matchAll(/(\w+)(?:\[(\d+)\])?/g)) {
      found[name!] = at;
      at += size * Number(count ?? 1);
    }
  }
  return { ...found, BYTES: at };
}

describe('the layout of feed records', () => {
  it('has the kinds of the header', () => {
    const kinds = [...text.matchAll(/FEED_([A-Z_]+) = (\d+)/g)].map(([, name, value]) => [
      name!.toLowerCase().replaceAll(/_(\w)/g, (_all, letter: string) => letter.toUpperCase()),
      Number(value),
    ]);
    const flags = new Set(['edit', 'lastPacket', 'full', 'truncated', 'unread']);
    expect(Object.fromEntries(kinds.filter(([name]) => !flags.has(String(name))))).toEqual(layout.FeedKind);
    const { FEED_EDIT: edit, FEED_LAST_PACKET: lastPacket, FEED_FULL: full, FEED_TRUNCATED: truncated } = layout;
    expect(Object.fromEntries(kinds.filter(([name]) => flags.has(String(name))))).toEqual({
      edit,
      lastPacket,
      full,
      truncated,
      unread: layout.FEED_UNREAD,
    });
  });

  it.each([
    ['FeedTrade', layout.TRADE],
    ['FeedUntranslated', layout.UNTRANSLATED],
    ['FeedTinyBook', layout.TINY_BOOK],
    ['FeedAsset', layout.ASSET],
    ['FeedDaily', layout.DAILY],
    ['FeedTheoretical', layout.THEORETICAL],
    ['FeedTickerState', layout.TICKER_STATE],
    ['FeedDepth', layout.DEPTH],
    ['FeedDepthLevel', layout.DEPTH_LEVEL],
    ['FeedOffer', layout.OFFER],
    ['FeedOfferPage', layout.OFFER_PAGE],
    ['FeedOfferEntry', layout.OFFER_ENTRY],
    ['FeedPair', layout.PAIR],
    ['FeedAccountKey', layout.ACCOUNT_KEY],
    ['FeedOrder', layout.ORDER],
    ['FeedMessageResult', layout.MESSAGE_RESULT],
    ['FeedAssetInfo', layout.ASSET_INFO],
    ['FeedAdjustment', layout.ADJUSTMENT],
    ['FeedQuotation', layout.QUOTATION],
    ['FeedOverflow', layout.OVERFLOW],
  ])('has the fields of %s where the header has them', (struct, fields) => {
    expect(offsets(struct)).toMatchObject(fields);
  });

  it('divides a long message as the header says', () => {
    const constant = (name: string): number => Number(new RegExp(`#define ${name} (\\d+)`).exec(text)![1]);
    expect(constant('FEED_RECORD_BYTES')).toBe(layout.FEED_RECORD_BYTES);
    expect(constant('FEED_FIRST_BYTES')).toBe(layout.FEED_FIRST_BYTES);
    expect(constant('FEED_MORE_BYTES')).toBe(layout.FEED_MORE_BYTES);
    expect([0, 44, 45, 100, 101].map(layout.partsOfLength)).toEqual([1, 1, 2, 2, 3]);
  });
});
