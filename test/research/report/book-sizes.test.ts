// Checks what the manifests of a run prove about the sizes of the book.
import { describe, expect, it } from 'vitest';
import type { PartManifest } from '../../../src/adapters/datasets/manifest.ts';
import { bookSizesOf } from '../../../src/research/report/book-sizes.ts';

const part = (kind: PartManifest['kind'], quoteSizes?: boolean, instrument = 'WDOU25') =>
  ({ kind, instrument, quoteSizes }) as PartManifest;
const day = (...manifests: readonly PartManifest[]) => ({ contracts: ['WDOU25', 'DOLU25'], manifests });

const levels = day(part('trades'), part('quotes', true), part('levels'));
const sized = day(part('trades'), part('quotes', true));
const unsized = day(part('trades'), part('quotes', false));
const old = day(part('trades'), part('quotes'));

describe('sizes of the book', () => {
  it('are known when every day has levels or quotes with sizes', () => {
    expect(bookSizesOf([levels, sized])).toBe('known');
  });

  it('are unknown as soon as one day has quotes without sizes, no quotes, or only candles', () => {
    expect(bookSizesOf([levels, unsized])).toBe('unknown');
    expect(bookSizesOf([sized, day(part('trades'))])).toBe('unknown');
    expect(bookSizesOf([day(part('candles-1m'))])).toBe('unknown');
  });

  it('cannot be told from manifests of the first version, and not of a run without days', () => {
    expect(bookSizesOf([levels, old])).toBeUndefined();
    expect(bookSizesOf([])).toBeUndefined();
  });

  it('are those of the traded contract, not of one that is only read', () => {
    expect(bookSizesOf([day(...unsized.manifests, part('levels', undefined, 'DOLU25'))])).toBe('unknown');
  });
});
