// Takes a real file and how to import it; gives the series of its days as the quality gate sees it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ImportOptions, importFiles } from '../../../../src/adapters/datasets/importing/import.ts';
import { openStore } from '../../../../src/adapters/datasets/store.ts';
import { parseDay } from '../../../../src/core/market/civil-day.ts';
import { utcUsOf } from '../../../../src/core/market/civil-time.ts';
import { parseContract } from '../../../../src/core/market/contract.ts';
import { builtInTerms } from '../../../../src/core/market/instrument-terms.ts';
import { sessionOf } from '../../../../src/core/market/session.ts';
import { parseSymbol } from '../../../../src/core/market/symbol.ts';
import { closureOf } from '../../../../src/core/market/trading-calendar.ts';
import { factsOfDay } from '../../../../src/core/quality/facts-of-day.ts';
import type { PartContext, RowKind } from '../../../../src/core/quality/row-rule.ts';
import type { Series, SeriesDay } from '../../../../src/core/quality/series-rule.ts';

function contextOf(instrument: string, kind: RowKind, isoDay: string): PartContext {
  const { root } = parseSymbol(instrument)!;
  return {
    instrument,
    kind,
    isoDay,
    dayNumber: parseDay(isoDay)!,
    midnightUs: utcUsOf(isoDay, 0),
    terms: builtInTerms(instrument)!,
    contract: parseContract(instrument),
    session: sessionOf(root, isoDay),
    closure: closureOf(isoDay),
    provenance: 'exchange',
    adjusted: 'none',
    intervalUs: undefined,
    nowUs: utcUsOf('2027-01-01', 0),
  };
}

/** Candles of one interval, or the trades, of one file; the store is gone when it returns. */
export async function importedSeries(
  file: string,
  symbol: string,
  adjusted: Series['adjusted'],
  options: Partial<ImportOptions> & Pick<ImportOptions, 'format'>,
): Promise<Series> {
  const home = mkdtempSync(join(tmpdir(), 'quantumtrader-'));
  try {
    const { parts } = await importFiles({ home, files: [file], ...options });
    const store = openStore(home, { acceptRefused: true });
    const kind: RowKind = parts[0]!.kind.startsWith('candles-') ? 'candles' : 'trades';
    const days: SeriesDay[] = [];
    for (const part of parts.filter((each) => kind === 'candles' || each.kind === 'trades')) {
      const columns = await store.readPart(part.instrument, part.kind, part.day);
      const facts = factsOfDay(contextOf(part.instrument, kind, part.day), columns);
      days.push({ isoDay: part.day, dayNumber: parseDay(part.day)!, instrument: part.instrument, facts });
    }
    days.sort((a, b) => a.dayNumber - b.dayNumber);
    const parsed = parseSymbol(symbol)!;
    const root = parsed.kind === 'dated' ? undefined : parsed.root;
    return { symbol, root, kind, terms: builtInTerms(symbol)!, adjusted, days };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
