// What an ensemble said of rows that it did not know in; by regime how good that was, with an interval over days, out.

import { tradedRegimes } from '../../core/prediction/model-checks.ts';
import type { TradedRegime } from '../../core/prediction/model-manifest.ts';
import { Random } from '../../simulation/random.ts';
import type { RegimeEnsemble } from '../ensembles/train-for-regimes.ts';

export interface RegimeEvidence {
  readonly regime: TradedRegime;
  /** Different rows that were tested, and the days that they are of. */
  readonly rows: number;
  readonly days: number;
  /** Share of right signs where the price went beyond the neutral points, 0..1; undefined where it never did. */
  readonly signRight: number | undefined;
  /** Ends of its 90 % interval, days drawn anew; undefined below `LEAST_DAYS`. */
  readonly signRightFrom: number | undefined;
  readonly signRightTo: number | undefined;
  /** Share of the loss of knowing nothing that is saved: mean, worst and best of the splits. Below 0: worse than knowing nothing. */
  readonly lossSaved: number | undefined;
  readonly worstSplit: number | undefined;
  readonly bestSplit: number | undefined;
  /** Trades along each path at the fitted thresholds, and whether all paths pay: seen by the fit, so necessary and no evidence. */
  readonly pathTrades: readonly number[];
  readonly paysOnAllPaths: boolean;
}

/** Below so many days an interval over them says nothing. */
const LEAST_DAYS = 5;
const DRAWS = 2000;
const TAIL = 0.05;

/** The same ensemble gives the same figures. */
export function regimeEvidence(ensemble: RegimeEnsemble): readonly RegimeEvidence[] {
  return tradedRegimes.map((regime) => {
    const { rows, thresholds } = ensemble;
    const said = ensemble.predictions.flat().filter((each) => each.regime === regime);
    const byDay = new Map<number, { right: number; moved: number }>();
    for (const { row, signedDirection } of said) {
      const day = rows.times.day[row]!;
      const counted = byDay.get(day) ?? { right: 0, moved: 0 };
      const side = rows.direction[row]! - 1;
      if (side !== 0) counted.moved += 1;
      if (side !== 0 && signedDirection * side > 0) counted.right += 1;
      byDay.set(day, counted);
    }
    const [from, to] = interval([...byDay.values()], regime);
    const { trades, paysOnAllPaths } = thresholds[regime];
    return {
      ...{ regime, rows: new Set(said.map(({ row }) => row)).size, days: byDay.size },
      ...{ signRight: shareOf([...byDay.values()]), signRightFrom: from, signRightTo: to },
      ...savings(ensemble, regime),
      ...{ pathTrades: trades, paysOnAllPaths },
    };
  });
}

interface DayCount {
  readonly right: number;
  readonly moved: number;
}

function shareOf(days: readonly DayCount[]): number | undefined {
  let [right, moved] = [0, 0];
  for (const day of days) [right, moved] = [right + day.right, moved + day.moved];
  return moved === 0 ? undefined : right / moved;
}

/** Whole days are drawn: rows of a day overlap and are no independent observations. */
function interval(days: readonly DayCount[], name: string): readonly [number | undefined, number | undefined] {
  if (days.length < LEAST_DAYS) return [undefined, undefined];
  const random = new Random(1, `regime-evidence/${name}`);
  const drawn: number[] = [];
  for (let draw = 0; draw < DRAWS; draw++) {
    const share = shareOf(days.map(() => days[random.integer(days.length)]!));
    if (share !== undefined) drawn.push(share);
  }
  drawn.sort((a, b) => a - b);
  return [drawn[Math.floor(TAIL * drawn.length)], drawn[Math.ceil((1 - TAIL) * drawn.length) - 1]];
}

function savings({ statistics }: RegimeEnsemble, regime: TradedRegime) {
  const saved = statistics.toRows().flatMap((line) => {
    const [own, nothing] = [line.log_loss, line.share_loss];
    const isKnown = line.regime === regime && typeof own === 'number' && typeof nothing === 'number';
    return isKnown ? [1 - own / nothing] : [];
  });
  if (saved.length === 0) return { lossSaved: undefined, worstSplit: undefined, bestSplit: undefined };
  const mean = saved.reduce((sum, each) => sum + each, 0) / saved.length;
  return { lossSaved: mean, worstSplit: Math.min(...saved), bestSplit: Math.max(...saved) };
}
