// The names and fields of one finding about drift, and how findings are judged together: severity, correction for asking often, words.

import type { DayShift } from './day-shift.ts';

export type DriftSubject = 'input' | 'prediction' | 'gate' | 'calibration' | 'trades';

/** `unknown`: too few days, or nothing to hold it against. */
export type DriftSeverity = 'strong' | 'watch' | 'none' | 'unknown';

/** Sizes from which a change counts, where it is also surer than chance. */
export interface DriftLimits {
  readonly watch: number;
  readonly strong: number;
}

/** One size of a finding that may count: how large it is, and from where on. */
export interface DriftSize extends DriftLimits {
  readonly size: number | undefined;
}

export interface DriftFigure {
  readonly subject: DriftSubject;
  /** Input, `direction`, gate, class, and so on. */
  readonly name: string;
  /** What `shift` is of, such as `mean, in deviations`. */
  readonly figure: string;
  readonly rows: number;
  readonly shift: DayShift | undefined;
  readonly psi?: number | undefined;
  readonly psiByChance?: number | undefined;
  readonly ks?: number | undefined;
  /** Shares, 0..1. */
  readonly outside?: number | undefined;
  readonly notReady?: number | undefined;
  readonly probability: number | undefined;
  readonly sizes: readonly DriftSize[];
  /** What to do where it counts. */
  readonly advice: string;
}

export interface DriftFinding extends Omit<DriftFigure, 'sizes'> {
  readonly severity: DriftSeverity;
  /** `probability`, corrected for all findings together (Holm): the chance that any of them below it is a false alarm. */
  readonly adjusted: number | undefined;
}

export interface DriftSettings {
  /** Chance of any false alarm in a whole report without drift; 0.05 where absent. */
  readonly falseAlarms?: number | undefined;
  /** Days below which nothing is said; 5 where absent. */
  readonly leastDays?: number | undefined;
}

const ORDER: readonly DriftSeverity[] = ['strong', 'watch', 'unknown', 'none'];

/**
 * Sorted: the gravest first, then the surest. A change counts where it is large AND surer than chance: with many days the smallest change is sure, with
 * few days a large one is chance. Source of the correction: S. Holm, Scandinavian Journal of Statistics 6 (1979).
 */
export function judgeDrift(figures: readonly DriftFigure[], settings: DriftSettings = {}): readonly DriftFinding[] {
  const { falseAlarms = 0.05, leastDays = 5 } = settings;
  const isAsked = ({ probability, shift }: DriftFigure): boolean =>
    probability !== undefined && shift !== undefined && shift.days >= leastDays;
  const asked = figures.filter(isAsked).sort((a, b) => a.probability! - b.probability!);
  const adjusted = new Map<DriftFigure, number>();
  let least = 0;
  for (const [at, figure] of asked.entries()) {
    least = Math.max(least, Math.min(1, (asked.length - at) * figure.probability!));
    adjusted.set(figure, least);
  }
  const found = figures.map((figure): DriftFinding => {
    const { sizes, ...rest } = figure;
    const chance = adjusted.get(figure);
    const severity = chance === undefined ? 'unknown' : chance < falseAlarms ? gravest(sizes) : 'none';
    return { ...rest, severity, adjusted: chance };
  });
  return found.sort(
    (a, b) =>
      ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) ||
      (a.adjusted ?? 1) - (b.adjusted ?? 1) ||
      Math.abs(b.shift?.shift ?? 0) - Math.abs(a.shift?.shift ?? 0),
  );
}

function gravest(sizes: readonly DriftSize[]): DriftSeverity {
  const isAbove = (limit: 'watch' | 'strong'): boolean => sizes.some((each) => (each.size ?? 0) >= each[limit]);
  return isAbove('strong') ? 'strong' : isAbove('watch') ? 'watch' : 'none';
}
