// The validation of a challenger, or all rolls of its recipe, in; the gates against overfitting with every trial of the ledger on these days out.

import type { LedgerEntry } from '../../adapters/ledger/ledger-entry.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { Gate } from '../overfitting/gate.ts';
import { judge } from '../overfitting/judge.ts';
import { trialEvidence } from '../trials/trial-evidence.ts';
import { choicesOnDays } from './choices-on-days.ts';
import type { ModelResult } from './model-result.ts';
import type { RolledResult } from './walk-forward.ts';
import { walkForwardEvidence } from './walk-forward-evidence.ts';

export interface JudgedChallenger {
  /** Days that were judged. */
  readonly days: number;
  /** Trials on all of these days, the judged one among them, and further ones of which only the number counts. */
  readonly trials: number;
  readonly uncompared: number;
  /** Other trials of its strategy on these days before it; see `choicesOnDays`. */
  readonly choices: number;
  /** The five of `judge`, in its order; empty where nothing could be judged. */
  readonly gates: readonly Gate[];
  /** Why nothing could be judged. */
  readonly reason: string | undefined;
}

export interface JudgeRequest {
  readonly home: string;
  readonly entries: readonly LedgerEntry[];
  readonly result: ModelResult;
  /** That `result` is made of, where there are several. */
  readonly rolls: readonly RolledResult[];
}

/** One roll alone is judged as `qt trials judge` does. */
export function judgeChallenger({ home, entries, result, rolls }: JudgeRequest): JudgedChallenger {
  const days = result.days.length;
  try {
    const evidence =
      rolls.length > 1
        ? walkForwardEvidence({ home, entries, result, rolls })
        : trialEvidence({ home, seq: result.seq });
    const { trials = [], uncompared = 0 } = evidence;
    const choices = choicesOnDays({ home, entries, result, rolls });
    return { days, trials: trials.length, uncompared, choices, gates: judge(evidence).gates, reason: undefined };
  } catch (error) {
    if (error instanceof UserError)
      return { days, trials: 0, uncompared: 0, choices: 0, gates: [], reason: error.message };
    throw error;
  }
}
