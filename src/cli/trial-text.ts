// How a trial stands in its ledger in; the words for it out.

import type { TrialStanding } from '../research/trials/counted-trials.ts';

export function standingText(standing: TrialStanding): string {
  switch (standing.kind) {
    case 'counted':
      return 'counts as a trial';
    case 'repetition':
      return `repeats ${standing.of}`;
    case 'noChoice':
      return `chooses nothing: ${standing.of} did`;
    case 'noResult':
      return 'threw, without a result';
    case 'beginning':
      return `the beginning of ${standing.of}`;
    case 'unfinished':
      return 'unfinished: counts as a trial of unknown result';
  }
}
