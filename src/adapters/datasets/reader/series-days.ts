// A symbol and a span of days to the instrument and day of each part that the store may have of it.

import { parseSymbol } from '../../../core/market/symbol.ts';
import type { DatasetStore } from '../store.ts';

export interface SeriesDayRef {
  readonly day: string;
  readonly contract: string;
}

/**
 * Root and continuous names become the dated contract of each trading day; where the store has an adjusted series under the
 * continuous name, that name asks for it. Other names are read as they are. Only days with a part, ascending.
 */
export function seriesDays(store: DatasetStore, symbol: string, from: string, to: string): readonly SeriesDayRef[] {
  const parsed = parseSymbol(symbol);
  const isStored = store.kinds(symbol).length > 0;
  if (parsed !== undefined && parsed.kind !== 'dated' && !isStored) {
    return store.contractDays(symbol, from, to).days.map(({ day, contract }) => ({ day, contract }));
  }
  const days = new Set(store.parts(symbol).map(({ day }) => day));
  return [...days]
    .filter((day) => day >= from && day <= to)
    .sort()
    .map((day) => ({ day, contract: symbol }));
}
