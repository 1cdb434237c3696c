// Feature specs in; the sections of the page in the order in which a trader looks for them, each with its families, out.

import { averagesDefaults } from '../../core/features/averages/defaults.ts';
import type { FeatureMeta, FeatureSpec } from '../../core/features/feature.ts';
import { oscillatorsDefaults } from '../../core/features/oscillators/defaults.ts';
import { trendDefaults } from '../../core/features/trend/defaults.ts';
import { volatilityDefaults } from '../../core/features/volatility/defaults.ts';
import { volumeDefaults } from '../../core/features/volume/defaults.ts';
import { type FeatureFamily, featureFamilies } from './feature-family.ts';

export interface PageSection {
  readonly title: string;
  readonly says: string;
  readonly families: readonly FeatureFamily[];
}

interface Place {
  readonly title: string;
  readonly says: string;
  readonly has: (meta: FeatureMeta) => boolean;
}

const among = (specs: readonly FeatureSpec[]): ((meta: FeatureMeta) => boolean) => {
  const ids = new Set(specs.map(({ meta }) => meta.id));
  return ({ group, id }) => group === 'indicators' && ids.has(id);
};
const inGroup =
  (name: string): ((meta: FeatureMeta) => boolean) =>
  ({ group }) =>
    group === name;

const PLACES: readonly Place[] = [
  { title: 'Moving averages', says: 'Levels of price, in points.', has: among(averagesDefaults) },
  {
    title: 'Oscillators',
    says: 'How fast the price moves, and whether it is stretched.',
    has: among(oscillatorsDefaults),
  },
  { title: 'Trend', says: 'Whether there is a trend, and where it would be broken.', has: among(trendDefaults) },
  { title: 'Ranges, bands and channels', says: 'How far prices reach.', has: among(volatilityDefaults) },
  {
    title: 'Volume indicators',
    says: 'Lines that begin at 0 (indices at 1000) with each session, and oscillators of volume.',
    has: among(volumeDefaults),
  },
  {
    title: 'Indicator based',
    says: 'Signals and scale-free forms of the indicators above.',
    has: inGroup('indicator based'),
  },
  { title: 'Returns', says: 'Fractions: 0.001 is 0.1 %.', has: inGroup('returns') },
  { title: 'Momentum', says: 'Moves in points, and how they agree.', has: inGroup('momentum') },
  {
    title: 'Volatility',
    says: 'Per candle, not annualised.',
    has: inGroup('volatility'),
  },
  { title: 'Volume', says: 'How much is traded against what is usual, and in what sizes.', has: inGroup('volume') },
  {
    title: 'Order flow',
    says: 'Contracts by the side of the aggressor. Auctions, crosses, RLP and trades of unknown side count in volume, not in a side.',
    has: inGroup('order flow'),
  },
  { title: 'Book', says: 'Best prices and the levels below them.', has: inGroup('book') },
  {
    title: 'Brokers',
    says: 'B3 names the broker of each side. Windows end one candle before the last: brokers may come late.',
    has: inGroup('agents'),
  },
  {
    title: 'Price action',
    says: 'Shapes of candles, and levels of this session and the one before.',
    has: inGroup('price action'),
  },
  { title: 'Time', says: "The session's own clock, from the exchange calendar.", has: inGroup('time') },
  { title: 'Regime', says: 'How the market behaves: trending, reverting, or neither.', has: inGroup('regime') },
  { title: 'Fractional differences', says: 'Stationary, with memory.', has: inGroup('fractional') },
];

/** Features of a group that the page does not know, such as one's own, come last under the name of their group. */
export function pageSections(specs: Iterable<FeatureSpec>): readonly PageSection[] {
  const metas = [...specs].map(({ meta }) => meta);
  const placed = PLACES.map(({ title, says, has }) => ({ title, says, families: featureFamilies(metas.filter(has)) }));
  const others = metas.filter((meta) => !PLACES.some(({ has }) => has(meta)));
  const rest = [...Map.groupBy(others, ({ group }) => group)].map(([group, members]) => ({
    title: group === 'own' ? 'Your own' : group,
    says: group === 'own' ? 'From your file.' : '',
    families: featureFamilies(members),
  }));
  return [...placed, ...rest].filter(({ families }) => families.length > 0);
}
