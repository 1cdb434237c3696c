// The rows of one part in; what the quality gate finds in them, and the facts that rules over many days need, out.

import { toDayNumber } from '../../core/market/civil-day.ts';
import { B3_TIME_ZONE, type InstrumentTerms } from '../../core/market/instrument-terms.ts';
import type { DayFacts } from '../../core/quality/day-facts.ts';
import { factsOfDay } from '../../core/quality/facts-of-day.ts';
import { inspectPart } from '../../core/quality/inspect-part.ts';
import { asAdjusted } from './adjusted-quality.ts';
import { inferTerms } from './instruments/infer-terms.ts';
import { storedTerms } from './instruments/instrument-file.ts';
import type { PartManifest, PartQuality } from './manifest.ts';
import { type PartIdentity, partContext } from './part-context.ts';
import type { PartColumns } from './row-buffer.ts';
import { ZoneDays } from './zone-days.ts';

/** A series that is declared adjusted by ratio or difference is judged as one. */
export function inspect(identity: PartIdentity, columns: PartColumns): PartQuality {
  const context = partContext(identity);
  const found = { ...inspectPart(context, columns), facts: finiteFacts(factsOfDay(context, columns)) };
  const { adjusted } = identity;
  return adjusted === 'unknown' ? found : asAdjusted(found, adjusted);
}

/** A part as the store knows it: its terms stand beside it, or are worked out of its rows. */
export type StoredIdentity = Pick<PartManifest, 'instrument' | 'kind' | 'day' | 'provenance' | 'adjusted'>;

export interface Judged {
  readonly quality: PartQuality;
  readonly terms: InstrumentTerms;
}

/** `root` is the datasets folder. */
export function judge(root: string, part: StoredIdentity, columns: PartColumns): Judged {
  const { instrument, kind, day, provenance, adjusted } = part;
  const terms = storedTerms(root, instrument) ?? inferTerms(instrument, columns, B3_TIME_ZONE);
  const dayNumber = toDayNumber(day);
  const midnightUs = new ZoneDays(terms.timeZone).midnightUs(dayNumber);
  return { quality: inspect({ instrument, kind, dayNumber, midnightUs, terms, provenance, adjusted }, columns), terms };
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
