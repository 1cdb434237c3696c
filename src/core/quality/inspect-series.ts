// Takes the facts of the days of a series; gives what all rules over several days find in it.

import type { Finding } from './finding.ts';
import type { Series } from './series-rule.ts';
import { SERIES_RULES } from './series-rules.ts';

/** In the order of the rules; none for a series without days. */
export function inspectSeries(series: Series): readonly Finding[] {
  return SERIES_RULES.filter(({ kinds }) => kinds.includes(series.kind)).flatMap((rule) => rule.check(series));
}
