// What the engine is given of a strategy in; the facts of earlier sessions that its features read out, by instrument.

import { factsNeedOf } from '../features/facts-need.ts';
import type { FactsNeed } from '../market/session-facts.ts';
import { columnsOf, type StrategySetup } from './strategy-setup.ts';

/** By the symbol that the strategy asks for; without an entry nothing is to be read. Model inputs count like the strategy's own. */
export function factsNeededOf(setup: StrategySetup): ReadonlyMap<string, FactsNeed> {
  const columns = columnsOf(setup);
  const needed = new Map<string, FactsNeed>();
  for (const symbol of new Set(Object.values(setup.strategy.instruments))) {
    const specs = columns.filter(({ role }) => setup.strategy.instruments[role] === symbol).map(({ spec }) => spec);
    const need = factsNeedOf(specs);
    if (need !== undefined) needed.set(symbol, need);
  }
  return needed;
}
