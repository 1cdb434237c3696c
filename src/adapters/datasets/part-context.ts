// The name, kind and day of a part in; what the rules of the quality gate want to know of it before they see its rows out.

import { formatDay } from '../../core/market/civil-day.ts';
import { parseContract } from '../../core/market/contract.ts';
import type { InstrumentTerms } from '../../core/market/instrument-terms.ts';
import { sessionOf } from '../../core/market/session.ts';
import { parseSymbol } from '../../core/market/symbol.ts';
import { closureOf, isCovered } from '../../core/market/trading-calendar.ts';
import type { PartContext, RowKind, SessionTimes } from '../../core/quality/row-rule.ts';
import { candleIntervalUsOf } from './candle-kind.ts';
import type { PartManifest } from './manifest.ts';
import { isCandleKind, type PartKind } from './schema.ts';

const MINUTE_US = 60_000_000;

export interface PartIdentity {
  /** As it is stored. */
  readonly instrument: string;
  readonly kind: PartKind;
  readonly dayNumber: number;
  /** Microseconds UTC of midnight of the day in the instrument's zone. */
  readonly midnightUs: number;
  readonly terms: InstrumentTerms;
  readonly provenance: PartManifest['provenance'];
  readonly adjusted: PartManifest['adjusted'];
}

export function partContext(identity: PartIdentity): PartContext {
  const { instrument, kind, dayNumber, midnightUs, terms, provenance, adjusted } = identity;
  return {
    instrument,
    kind: rowKindOf(kind),
    isoDay: formatDay(dayNumber),
    dayNumber,
    midnightUs,
    terms,
    contract: parseContract(instrument),
    session: sessionTimes(identity),
    closure: terms.calendar === 'B3' && isCovered(dayNumber) ? closureOf(dayNumber) : undefined,
    provenance,
    adjusted,
    intervalUs: candleIntervalUsOf(kind),
    // what a program made may be of any day
    nowUs: provenance === 'exchange' ? Date.now() * 1000 : Number.MAX_SAFE_INTEGER,
  };
}

export function rowKindOf(kind: PartKind): RowKind {
  if (kind === 'daily') return 'daily';
  return isCandleKind(kind) ? 'candles' : (kind as RowKind);
}

/** By the table of sessions where it knows the instrument, else by the hours of its definition. */
function sessionTimes({ instrument, dayNumber, midnightUs, terms }: PartIdentity): SessionTimes | undefined {
  const root = parseSymbol(instrument)?.root;
  if (root !== undefined) return isCovered(dayNumber) ? sessionOf(root, dayNumber) : undefined;
  const { hours } = terms;
  if (hours === undefined) return undefined;
  const openUs = midnightUs + hours.openMinute * MINUTE_US;
  const closeUs = midnightUs + hours.closeMinute * MINUTE_US;
  return { preOpenUs: openUs, openUs, closeUs, closeEvidence: 'observed' };
}
