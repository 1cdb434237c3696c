// Nothing in; every comparison of an indicator with an oracle, group by group, out.

import { averages } from './comparisons/averages.ts';
import { oscillators } from './comparisons/oscillators.ts';
import { trends } from './comparisons/trend.ts';
import { volatilities } from './comparisons/volatility.ts';
import { volumes } from './comparisons/volume.ts';
import type { Comparison } from './oracle.ts';

export const comparisons: readonly Comparison[] = [...averages, ...oscillators, ...trends, ...volatilities, ...volumes];
