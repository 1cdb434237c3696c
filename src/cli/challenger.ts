// A retraining that is done in; the candidate beside the release that runs on days that neither has seen, and what is proposed, out.

import { verifiedLedger } from '../adapters/ledger/verify-ledger.ts';
import type { RetrainingSettings } from '../adapters/machine/retraining-settings.ts';
import { readModelFolder } from '../adapters/onnx/model-folders.ts';
import { blockingGates } from '../promotion/release/gate.ts';
import { readTrustedKeys } from '../promotion/release/keys.ts';
import { type ShownRelease, showRelease } from '../promotion/release/release-list.ts';
import { compareModels, type ModelComparison, type SeenDays } from '../research/retraining/compare-models.ts';
import { modelResult } from '../research/retraining/model-result.ts';
import { type Proposal, propose } from '../research/retraining/propose.ts';
import type { Retrained } from '../runner/retraining/retrain.ts';
import { type ComparedReleases, releaseModelFolder } from './candidate-text.ts';

export interface Challenger {
  /** Null where one of the two has no results by day. */
  readonly comparison: ModelComparison | null;
  readonly proposal: Proposal;
}

/** Changes nothing. Where the champion cannot be read or was not run, that is the reason of the proposal. */
export async function challengerOf(
  home: string,
  retrained: Retrained,
  { gates, model }: ComparedReleases,
  settings: RetrainingSettings,
): Promise<Challenger> {
  const { running, strategy, validation } = retrained;
  const failedGates = blockingGates(gates).map(({ id }) => id);
  const nothing = { comparison: null, proposal: propose(undefined, { failedGates, isSameConditions: true }) };
  if (running === undefined || typeof running.figures === 'string' || model === null) return nothing;
  const release = championOf(home, running.release);
  const championFolder = release === undefined ? null : releaseModelFolder(release);
  if (release === undefined || championFolder === null) return nothing;
  const [own, other] = [await readModelFolder(championFolder), await readModelFolder(model)];
  const { entries } = verifiedLedger(home);
  const days = { strategy, from: validation.from, to: validation.to };
  const champion = modelResult(home, entries, { ...days, of: { release: release.id } });
  const challenger = modelResult(home, entries, { ...days, of: { manifestSha256: other.manifestSha256 } });
  if (champion === undefined || challenger === undefined) return nothing;
  const seen = { champion: seenBy(own.manifest), challenger: seenBy(other.manifest) };
  const comparison = compareModels(champion, challenger, seen);
  const isSameConditions = champion.conditions === challenger.conditions;
  return { comparison, proposal: propose(comparison, { failedGates, isSameConditions }, settings.proposal) };
}

/** Undefined where it does not verify: the candidate stands all the same, and `changes` tells why. */
function championOf(home: string, release: string): ShownRelease['release'] | undefined {
  try {
    return showRelease(home, release, readTrustedKeys(home)).release;
  } catch {
    return undefined;
  }
}

/** Days of the synthetic market are no days of this one. */
function seenBy({
  training,
  validation,
  provenance,
}: Awaited<ReturnType<typeof readModelFolder>>['manifest']): SeenDays {
  return { spans: provenance === 'synthetic' ? [] : [training, validation] };
}

export function proposalLines({ comparison, proposal }: Challenger): readonly string[] {
  const { kind, reasons } = proposal;
  const seen =
    comparison === null
      ? []
      : [
          `compared on ${comparison.days} days that neither has seen (seen: ${comparison.seenByChampion} by what runs, ${comparison.seenByChallenger} by the candidate)`,
        ];
  return [...seen, `PROPOSED: ${kind}; ${reasons.join('; ')}`];
}
