// Times of rows inside a session go in; times without rows come out that are far longer than the hours around them let expect.

import { US_PER_MINUTE } from '../../market/civil-time.ts';
import { type Finding, MAX_EXAMPLES, type Severity } from '../finding.ts';
import type { PartContext, RowRule } from '../row-rule.ts';
import { clockOf, lengthOfTime } from './measure/figures.ts';
import type { LongGap } from './measure/gap-watch.ts';
import { longWaits } from './measure/long-waits.ts';
import { SESSION_KINDS } from './measure/row-times.ts';

/** From this length on a person should look; in candles, from as many intervals on. */
const WARN_GAP_US = 5 * US_PER_MINUTE;
const WARN_CANDLES = 5;

export const sessionGap: RowRule = {
  id: 'session-gap',
  severity: 'warn',
  kinds: SESSION_KINDS,
  meaning:
    'A time without rows in continuous trading, over three times as long as the hour before and after lets expect. One that ends in an auction is told of by auction-burst instead.',
  start: (context) => longWaits(context, 'gap', (gaps) => findingOf(context, gaps)),
};

function findingOf(context: PartContext, gaps: readonly LongGap[]): Finding {
  const longest = gaps.reduce((a, b) => (b.lengthUs > a.lengthUs ? b : a));
  const totalUs = gaps.reduce((sum, { lengthUs }) => sum + lengthUs, 0);
  const warnUs = Math.max(WARN_GAP_US, WARN_CANDLES * (context.intervalUs ?? 0));
  const severity: Severity = longest.lengthUs >= warnUs ? 'warn' : 'note';
  return {
    rule: sessionGap.id,
    severity,
    rows: gaps.length,
    detail:
      `${gaps.length} times without rows inside the session, ${lengthOfTime(totalUs)} together; the longest is ` +
      `${lengthOfTime(longest.lengthUs)} from ${clockOf(context, longest.startUs)}, where ` +
      `${lengthOfTime(longest.expectedUs)} would be long: lost data, or a halt of the market`,
    examples: gaps.slice(0, MAX_EXAMPLES).map(({ row, startUs, lengthUs, expectedUs }) => ({
      row,
      timeUs: startUs,
      what: `${lengthOfTime(lengthUs)} from ${clockOf(context, startUs)} (${lengthOfTime(expectedUs)} would be long)`,
    })),
    values: { longestUs: longest.lengthUs, totalUs },
  };
}
