import { describe, expect, it } from 'vitest';
import { instrumentOf, rootInstrument } from '../../../src/core/market/instrument-table.ts';

describe('instrument table', () => {
  it.each([
    { root: 'WDO', tick: 0.5, ticksPerUnit: 2, pointValueBrl: 10, tickValueBrl: 5, tickValueE4: 50_000, lot: 1 },
    { root: 'DOL', tick: 0.5, ticksPerUnit: 2, pointValueBrl: 50, tickValueBrl: 25, tickValueE4: 250_000, lot: 5 },
    { root: 'WIN', tick: 5, ticksPerUnit: undefined, pointValueBrl: 0.2, tickValueBrl: 1, tickValueE4: 10_000, lot: 1 },
    { root: 'IND', tick: 5, ticksPerUnit: undefined, pointValueBrl: 1, tickValueBrl: 5, tickValueE4: 50_000, lot: 5 },
  ] as const)('holds the figures of $root', (figures) => {
    expect(rootInstrument(figures.root)).toMatchObject({ ...figures, symbol: figures.root, currency: 'BRL' });
  });

  it('names the dated contract, and the root for root and continuous names', () => {
    expect(instrumentOf('WDOU25')).toEqual({ ...rootInstrument('WDO'), symbol: 'WDOU25' });
    expect(instrumentOf('WDOFUT')).toBe(rootInstrument('WDO'));
    expect(instrumentOf('WDO$N')).toBe(rootInstrument('WDO'));
    expect(instrumentOf('DOL')).toBe(rootInstrument('DOL'));
  });

  it('knows no other symbols', () => {
    expect(instrumentOf('PETR4')).toBeUndefined();
    expect(instrumentOf('WINF25')).toBeUndefined();
  });

  it('lists every month for the dollar and even months for the index', () => {
    expect(rootInstrument('DOL').months).toBe('FGHJKMNQUVXZ');
    expect(rootInstrument('IND').months).toBe('GJMQVZ');
  });
});
