// Metadata of features in; families out: features of one name that differ in their windows, with what is said of all of them at once.

import type { FeatureMeta } from '../../core/features/feature.ts';
import { generalText } from './general-text.ts';

export interface FeatureFamily {
  /** Catalogue name without windows: `return`, `bookSlope_bid`. Also the name of the picture. */
  readonly name: string;
  readonly ids: readonly string[];
  readonly meaning: string;
  readonly formula: string;
  readonly source: string;
  /** Unit and, where bounded, range; what is read; first and settled candle; start of a session and between candles. */
  readonly facts: readonly string[];
  readonly members: readonly FeatureMeta[];
}

const RULES = { continue: 'continue', reset: 'reset', skipGap: 'skip gap' } as const;

export function familyName(id: string): string {
  return id.replace(/(?:_\d+(?:\.\d+)?)+$|\(.*\)$/, '');
}

/** In the order of the first member of each. */
export function featureFamilies(metas: readonly FeatureMeta[]): readonly FeatureFamily[] {
  return [...Map.groupBy(metas, ({ id }) => familyName(id))].map(([name, members]) => familyOf(name, members));
}

function familyOf(name: string, members: readonly FeatureMeta[]): FeatureFamily {
  const formula = general(members, (meta) => meta.formula);
  return {
    name,
    ids: members.map(({ id }) => id),
    meaning: general(members, (meta) => meta.meaning, [formula]),
    formula,
    source: general(members, (meta) => meta.source),
    facts: factsOf(members),
    members,
  };
}

function general(
  members: readonly FeatureMeta[],
  said: (meta: FeatureMeta) => string,
  otherTexts: readonly string[] = [],
): string {
  return generalText(
    members.map((meta) => ({ id: meta.id, text: said(meta), parameters: meta.parameters })),
    otherTexts,
  );
}

function factsOf(members: readonly FeatureMeta[]): readonly string[] {
  const each = (said: (meta: FeatureMeta) => string): string => general(members, said);
  const first = listed(members.map(({ warmup }) => warmup));
  const settled = listed(members.map((meta) => meta.settled));
  const missing = each((meta) => missingText(meta));
  const version = each((meta) => (meta.version === 1 ? '' : `version ${meta.version}`));
  return [
    each(unitText),
    `reads ${each(({ inputs }) => inputs.join(' + '))}`,
    `first at ${first}${settled === first ? '' : `, settled at ${settled}`}`,
    `${each(({ sessionRule }) => RULES[sessionRule])}, ${each((meta) => (meta.freshBetweenCandles ? 'fresh' : 'held'))}`,
    missing,
    version,
  ].filter((fact) => fact !== '');
}

function unitText({ unit, range }: FeatureMeta): string {
  if (range === undefined) return unit;
  const bounds = `${signed(range[0])} to ${signed(range[1])}`;
  const saysIt = unit.replaceAll('..', ' to ') === bounds || /^[−\d, or]+$/.test(unit);
  return saysIt ? unit.replaceAll('..', ' to ') : `${unit}, ${bounds}`;
}

function signed(value: number): string {
  return String(value).replace('-', '−');
}

function missingText({ missing }: FeatureMeta): string {
  return missing.kind === 'notReady' ? '' : `last value for at most ${missing.candles} candles`;
}

function listed(counts: readonly number[]): string {
  return [...new Set(counts)].join(', ');
}
