// What a bundle took and what it may take in; a gate that says whether it keeps within that out. No figure is in it: figures differ from run to run.

import type { PerformanceFigures } from '../performance/performance-figures.ts';
import type { CheckedGate } from '../release/gate.ts';

export interface PerformanceLimits {
  /** Of the decisions, the slowest hundredth left out, microseconds. */
  readonly decisionP99Us: number;
  /** All that is resident, MB. */
  readonly memoryMb: number;
}

const FIX_FASTER =
  'Measure on an idle machine; leave out slow features or a large model, or raise decisionP99Us in promotion.json';
const FIX_SMALLER = 'Let the strategy keep less, or raise memoryMb in promotion.json';

/** The value is null: it is part of the release's id, and the figures stand beside the release. */
export function performanceGate(
  measured: { readonly figures: PerformanceFigures } | { readonly code: string; readonly message: string },
  limits: PerformanceLimits,
): CheckedGate {
  const limit = `p99 ${limits.decisionP99Us} us, ${limits.memoryMb} MB`;
  const base = { id: 'performance', value: null, limit } as const;
  if (!('figures' in measured)) {
    const reason = `The bundle could not be measured (${measured.code})`;
    return { ...base, passed: false, reason, fix: 'Run its days and see what it says: qt backtest' };
  }
  const slow = isSlow(measured.figures, limits);
  const large = isLarge(measured.figures, limits);
  if (!slow && !large) {
    const reason = 'The bundle decides, and takes memory, within the limits on the machine that promoted it';
    return { ...base, passed: true, reason, fix: '' };
  }
  const over = [...(slow ? ['the time of a decision'] : []), ...(large ? ['memory'] : [])].join(' and ');
  const fix = [...(slow ? [FIX_FASTER] : []), ...(large ? [FIX_SMALLER] : [])].join('; ');
  return { ...base, passed: false, reason: `The bundle is over the limit of ${over}`, fix };
}

export function isWithin(figures: PerformanceFigures, limits: PerformanceLimits): boolean {
  return !isSlow(figures, limits) && !isLarge(figures, limits);
}

function isSlow({ decisionUs }: PerformanceFigures, { decisionP99Us }: PerformanceLimits): boolean {
  return decisionUs !== null && decisionUs.p99 > decisionP99Us;
}

function isLarge({ memory }: PerformanceFigures, { memoryMb }: PerformanceLimits): boolean {
  return memory.residentMb > memoryMb;
}
