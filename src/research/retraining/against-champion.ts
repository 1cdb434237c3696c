// Results of a challenger, of the older rolls of its recipe and of the champion in; both beside each other and what is proposed out.

import type { LedgerEntry } from '../../adapters/ledger/ledger-entry.ts';
import { type ComparedModel, compareModels, type ModelComparison, type SeenDays } from './compare-models.ts';
import { type JudgedChallenger, judgeChallenger } from './judge-challenger.ts';
import type { ModelResult } from './model-result.ts';
import { type Proposal, type ProposalSettings, propose } from './propose.ts';
import { type RolledResult, walkForward } from './walk-forward.ts';

export interface AgainstChampionRequest {
  readonly home: string;
  /** Of the sound ledger of the home. */
  readonly entries: readonly LedgerEntry[];
  /** Undefined where it has no results by day. */
  readonly challenger: RolledResult | undefined;
  /** Older rolls of its recipe that have results by day, the newest first. */
  readonly rolls: readonly RolledResult[];
  /** Results over the days of the challenger, and over those of the rolls; undefined where nothing runs or it was not run. */
  readonly champion:
    | { readonly result: ModelResult; readonly before: ModelResult | undefined; readonly seen: SeenDays }
    | undefined;
  /** Required gates of the challenger's release that did not pass. */
  readonly failedGates: readonly string[];
  readonly settings?: ProposalSettings | undefined;
}

export interface Recipe {
  /** Rolls with a result, the challenger among them. */
  readonly rolls: number;
  readonly days: number;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly total: ComparedModel;
  /** Beside the champion; null where it has no results by day. */
  readonly comparison: ModelComparison | null;
}

export interface AgainstChampion {
  /** Of the challenger alone; null where one of the two has no results by day. */
  readonly comparison: ModelComparison | null;
  /** Of all rolls together; null without older ones. It decides then. */
  readonly recipe: Recipe | null;
  /** The gates against overfitting, over all rolls; null where the challenger has no results by day. */
  readonly judged: JudgedChallenger | null;
  readonly proposal: Proposal;
}

const NONE: SeenDays = { spans: [] };

export function againstChampion(request: AgainstChampionRequest): AgainstChampion {
  const { home, entries, challenger, rolls, champion, failedGates, settings } = request;
  const all = challenger === undefined || rolls.length === 0 ? [] : [challenger, ...rolls];
  const whole = walkForward(all);
  const championAll = walkForward(
    [champion?.result, champion?.before].filter((each) => each !== undefined).map((result) => ({ result, seen: NONE })),
  );
  const seen = champion?.seen ?? NONE;
  const comparison = compared(champion?.result, challenger?.result, {
    champion: seen,
    challenger: challenger?.seen ?? NONE,
  });
  // what its own model has seen is no longer among the days of a roll
  const rolled = compared(championAll?.result, whole?.result, { champion: seen, challenger: NONE });
  const result = whole?.result ?? challenger?.result;
  const judged = result === undefined ? undefined : judgeChallenger({ home, entries, result, rolls: all });
  const beside = whole === undefined ? champion?.result : championAll?.result;
  const standing = {
    failedGates,
    isSameConditions: beside?.conditions === result?.conditions,
    judged: judged?.reason === undefined ? judged?.gates : undefined,
    choices: judged?.choices,
    recipe: whole === undefined ? undefined : { days: whole.result.days.length, netBrl: whole.total.netBrl },
  };
  return {
    comparison: comparison ?? null,
    recipe: whole === undefined ? null : recipeOf(whole.result.days, whole.total, all.length, rolled),
    judged: judged ?? null,
    proposal: propose(whole === undefined ? comparison : rolled, standing, settings),
  };
}

function compared(
  champion: ModelResult | undefined,
  challenger: ModelResult | undefined,
  seen: Parameters<typeof compareModels>[2],
): ModelComparison | undefined {
  return champion === undefined || challenger === undefined ? undefined : compareModels(champion, challenger, seen);
}

function recipeOf(
  days: readonly string[],
  total: ComparedModel,
  rolls: number,
  comparison: ModelComparison | undefined,
): Recipe {
  return { rolls, days: days.length, from: days[0], to: days.at(-1), total, comparison: comparison ?? null };
}
