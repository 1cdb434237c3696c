// The rows of one part in; what the quality gate finds in them, and the facts that rules over many days need, out.

import type { DayFacts } from '../../core/quality/day-facts.ts';
import { factsOfDay } from '../../core/quality/facts-of-day.ts';
import { inspectPart } from '../../core/quality/inspect-part.ts';
import type { PartQuality } from './manifest.ts';
import { type PartIdentity, partContext } from './part-context.ts';
import type { PartColumns } from './row-buffer.ts';

export function inspect(identity: PartIdentity, columns: PartColumns): PartQuality {
  const context = partContext(identity);
  return { ...inspectPart(context, columns), facts: finiteFacts(factsOfDay(context, columns)) };
}

/** Rows of nonsense are refused by the rules; a manifest holds no number that is none. */
function finiteFacts(facts: DayFacts): DayFacts {
  const finite = (value: number | undefined): number | undefined => (Number.isFinite(value) ? value : undefined);
  const { first, last, high, low, median, volume } = facts;
  return {
    ...facts,
    first: finite(first),
    last: finite(last),
    high: finite(high),
    low: finite(low),
    median: finite(median),
    volume: finite(volume),
  };
}
