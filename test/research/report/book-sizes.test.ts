// Checks what the manifests of a run prove about the sizes of the book.
import { describe, expect, it } from 'vitest';
import type { PartManifest } from '../../../src/adapters/datasets/manifest.ts';
import { bookSizesOf } from '../../../src/research/report/book-sizes.ts';

const part = (kind: PartManifest['kind'], format: string, instrument = 'WDOU25') =>
  ({ kind, instrument, source: { file: 'a', sha256: '', format } }) as PartManifest;
const day = (...manifests: readonly PartManifest[]) => ({ contracts: ['WDOU25', 'DOLU25'], manifests });

const levels = day(part('trades', 'synthetic'), part('quotes', 'synthetic'), part('levels', 'synthetic'));
const mt5 = day(part('trades', 'mt5-ticks'), part('quotes', 'mt5-ticks'));
const csv = day(part('trades', 'csv'), part('quotes', 'csv'));

describe('sizes of the book', () => {
  it('are known when every day has levels', () => {
    expect(bookSizesOf([levels, levels])).toBe('known');
  });

  it('are unknown as soon as one day has MT5 quotes, no quotes, or only candles', () => {
    expect(bookSizesOf([levels, mt5])).toBe('unknown');
    expect(bookSizesOf([csv, day(part('trades', 'csv'))])).toBe('unknown');
    expect(bookSizesOf([day(part('candles-1m', 'profit-candles'))])).toBe('unknown');
  });

  it('cannot be told from quotes that may carry them, and not of a run without days', () => {
    expect(bookSizesOf([levels, csv])).toBeUndefined();
    expect(bookSizesOf([])).toBeUndefined();
  });

  it('are those of the traded contract, not of one that is only read', () => {
    expect(bookSizesOf([day(...mt5.manifests, part('levels', 'synthetic', 'DOLU25'))])).toBe('unknown');
  });
});
