import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { layoutAssertsInC } from '../../../src/adapters/profit-dll/abi/check-layouts.ts';
import * as raw from '../../../src/adapters/profit-dll/feed/feed-record.ts';
import { checkSyntax, hasCompiler, repositoryRoot } from './compiled.ts';

const HEADER = readFileSync(join(repositoryRoot, 'native/include/feed-record.h'), 'utf8');

const STRUCTS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  FeedTrade: raw.TRADE,
  FeedUntranslated: raw.UNTRANSLATED,
  FeedTinyBook: raw.TINY_BOOK,
  FeedAsset: raw.ASSET,
  FeedDaily: raw.DAILY,
  FeedTheoretical: raw.THEORETICAL,
  FeedTickerState: raw.TICKER_STATE,
  FeedDepth: raw.DEPTH,
  FeedDepthLevel: raw.DEPTH_LEVEL,
  FeedOffer: raw.OFFER,
  FeedOfferPage: raw.OFFER_PAGE,
  FeedOfferEntry: raw.OFFER_ENTRY,
  FeedPair: raw.PAIR,
  FeedAccountKey: raw.ACCOUNT_KEY,
  FeedOrder: raw.ORDER,
  FeedMessageResult: raw.MESSAGE_RESULT,
  FeedAssetInfo: raw.ASSET_INFO,
  FeedAdjustment: raw.ADJUSTMENT,
  FeedQuotation: raw.QUOTATION,
  FeedOverflow: raw.OVERFLOW,
  FeedHead: {
    ...{ kind: raw.HEAD_KIND, flags: raw.HEAD_FLAGS, parts: raw.HEAD_PARTS },
    ...{ asset: raw.HEAD_ASSET, timeNs: raw.HEAD_TIME_NS, BYTES: raw.SHORT_DATA },
  },
};

const CONSTANTS: Readonly<Record<string, number>> = {
  FEED_RECORD_BYTES: raw.FEED_RECORD_BYTES,
  FEED_FIRST_BYTES: raw.FEED_FIRST_BYTES,
  FEED_MORE_BYTES: raw.FEED_MORE_BYTES,
  FEED_EDIT: raw.FEED_EDIT,
  FEED_LAST_PACKET: raw.FEED_LAST_PACKET,
  FEED_FULL: raw.FEED_FULL,
  FEED_TRUNCATED: raw.FEED_TRUNCATED,
  FEED_UNREAD: raw.FEED_UNREAD,
};

function kindName(name: string): string {
  return `FEED_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

function recordAssertsInC(): string {
  const lines = ['#include <stddef.h>', '#include "feed-record.h"'];
  const equal = (text: string, value: number): number => lines.push(`_Static_assert(${text} == ${value}, "${text}");`);
  for (const [struct, fields] of Object.entries(STRUCTS)) {
    for (const [field, offset] of Object.entries(fields)) {
      equal(field === 'BYTES' ? `sizeof(${struct})` : `offsetof(${struct}, ${field})`, offset);
    }
  }
  for (const [name, value] of Object.entries(raw.FeedKind)) equal(kindName(name), value);
  for (const [name, value] of Object.entries(CONSTANTS)) equal(name, value);
  return `${lines.join('\n')}\n`;
}

/** Names of the fields of each struct, and of the numbered constants, as the header declares them. */
function declared(): {
  readonly structs: Readonly<Record<string, readonly string[]>>;
  readonly numbers: readonly string[];
} {
  const text = HEADER.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  const structs: Record<string, readonly string[]> = {};
  for (const [, body, name] of text.matchAll(/typedef struct \{([^}]*)\} (\w+);/g)) {
    const lines = body!.split(';').map((line) => line.trim().replace(/^\w+\s+/, ''));
    const names = lines.flatMap((line) => line.split(',')).map((field) => field.trim().replace(/\[.*/, ''));
    structs[name!] = names.filter((field) => field !== '' && field !== 'reserved').toSorted();
  }
  return { structs, numbers: [...text.matchAll(/(FEED_\w+) = \d+/g)].map(([, name]) => name!) };
}

describe('layout of the raw records', () => {
  it('is declared in C field by field as the reader knows it', () => {
    const { structs, numbers } = declared();
    const known = Object.entries(STRUCTS).map(([name, fields]) => [
      name,
      Object.keys(fields)
        .filter((field) => field !== 'BYTES')
        .toSorted(),
    ]);
    expect(structs).toEqual(Object.fromEntries(known));
    expect(Object.keys(raw.FeedKind).map(kindName)).toEqual(numbers.filter((name) => CONSTANTS[name] === undefined));
  });

  for (const compiler of ['gcc', 'x86_64-w64-mingw32-gcc']) {
    it.skipIf(!hasCompiler(compiler))(`has the sizes and offsets that ${compiler} gives it`, () => {
      checkSyntax(recordAssertsInC(), compiler);
      const wrong = recordAssertsInC().replace(/ == (\d+)/, ' == 9$1');
      expect(() => checkSyntax(wrong, compiler)).toThrow('static assertion failed');
    });
  }
});

describe('layout of the vendor records', () => {
  for (const compiler of ['gcc', 'x86_64-w64-mingw32-gcc']) {
    it.skipIf(!hasCompiler(compiler))(`has the sizes and offsets of the reference table with ${compiler}`, () => {
      const asserts = layoutAssertsInC();
      expect(asserts.match(/_Static_assert/g)!.length).toBeGreaterThan(150);
      checkSyntax(asserts, compiler);
    });
  }
});
