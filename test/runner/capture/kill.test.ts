// Ten recordings killed at random moments.
import { it } from 'vitest';
import { expectKillsToCostLittle, randomMoments } from './support/kill-recordings.ts';

it('a recording that is killed loses at most its last second, and says where', async () => {
  const moments = [...randomMoments(8, 700, 1), 1900, 2600];
  const lanes = [0, 1].map((lane) => expectKillsToCostLittle(moments.filter((_, index) => index % 2 === lane)));
  await Promise.all(lanes);
});
