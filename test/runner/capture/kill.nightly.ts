// Fifty recordings killed at random moments.
import { it } from 'vitest';
import { expectKillsToCostLittle, randomMoments } from './support/kill-recordings.ts';

it('fifty recordings that are killed lose at most their last second', () =>
  expectKillsToCostLittle(randomMoments(50, 4000, 2)));
