// A store and days in; the hashes of all parts on which the features of those days can depend out.

import type { ContractDay } from '../../adapters/datasets/contract-days.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import { formatDay, toDayNumber } from '../../core/market/civil-day.ts';
import { instrumentOf } from '../../core/market/instrument-table.ts';

/** Calendar days before the first that warm-up and facts may reach back: more than the 60 trading days that are searched. */
const BEFORE_DAYS = 120;

/** Sorted texts `contract/kind/day sha256`, of every contract of the root from that long before the first day to the last. */
export function partsBehind(store: DatasetStore, days: readonly ContractDay[]): readonly string[] {
  const roots = new Set(days.map(({ contract }) => instrumentOf(contract)!.root));
  const first = formatDay(toDayNumber(days[0]!.day) - BEFORE_DAYS);
  const last = days.at(-1)!.day;
  const texts: string[] = [];
  for (const name of store.instruments()) {
    const known = instrumentOf(name);
    if (known === undefined || !roots.has(known.root)) continue;
    for (const part of store.parts(name)) {
      if (part.day < first || part.day > last) continue;
      texts.push(`${name}/${part.kind}/${part.day} ${store.manifest(part).sha256}`);
    }
  }
  return texts.sort();
}
