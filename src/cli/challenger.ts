// A retraining that is done in; the candidate beside the release that runs, by days and by decisions, and what is proposed, out.

import { verifiedLedger } from '../adapters/ledger/verify-ledger.ts';
import type { RetrainingSettings } from '../adapters/machine/retraining-settings.ts';
import { readModelFolder } from '../adapters/onnx/model-folders.ts';
import { UserError } from '../adapters/user-error.ts';
import { blockingGates } from '../promotion/release/gate.ts';
import { readTrustedKeys } from '../promotion/release/keys.ts';
import { type ShownRelease, showRelease } from '../promotion/release/release-list.ts';
import {
  type AgainstChampion,
  type AgainstChampionRequest,
  againstChampion,
} from '../research/retraining/against-champion.ts';
import { decidedCandles } from '../research/retraining/decided-candles.ts';
import { type ModelResult, modelResult, type ResultRequest } from '../research/retraining/model-result.ts';
import { seenDays } from '../research/retraining/seen-days.ts';
import { type SideBySide, sideBySide } from '../research/retraining/side-by-side.ts';
import type { RolledResult } from '../research/retraining/walk-forward.ts';
import type { Retrained } from '../runner/retraining/retrain.ts';
import type { RetrainingDays } from '../runner/retraining/retraining-days.ts';
import { type ComparedReleases, releaseModelFolder } from './candidate-text.ts';

export interface Challenger extends AgainstChampion {
  /** Null where the journal of one of them is missing. */
  readonly sideBySide: SideBySide | null;
}

type Days = Pick<ResultRequest, 'from' | 'to'>;
type ResultOf = (of: ResultRequest['of'], days: Days) => ModelResult | undefined;

/** Changes nothing. Where the champion cannot be read or was not run, that is the reason of the proposal. */
export async function challengerOf(
  home: string,
  retrained: Retrained,
  { gates, model }: ComparedReleases,
  settings: RetrainingSettings,
): Promise<Challenger> {
  const { strategy } = retrained;
  const { entries } = verifiedLedger(home);
  const resultOf: ResultOf = (of, { from, to }) => modelResult(home, entries, { strategy, of, from, to });
  const rolls: RolledResult[] = [];
  for (const roll of retrained.rolls) {
    const rolled = typeof roll.figures === 'string' ? undefined : await rolledResult(roll.model, roll, resultOf);
    if (rolled !== undefined) rolls.push(rolled);
  }
  const against = againstChampion({
    ...{ home, entries, rolls, settings: settings.proposal },
    challenger: model === null ? undefined : await rolledResult(model, retrained, resultOf),
    champion: await championOf(home, retrained, resultOf),
    failedGates: blockingGates(gates).map(({ id }) => id),
  });
  return { ...against, sideBySide: sideBySideOf(retrained) };
}

async function rolledResult(
  folder: string,
  { training, validation }: RetrainingDays,
  resultOf: ResultOf,
): Promise<RolledResult | undefined> {
  const { manifest, manifestSha256 } = await readModelFolder(folder);
  const result = resultOf({ manifestSha256 }, validation);
  if (result === undefined) return undefined;
  const { recipe } = manifest;
  const trained = recipe && training && { recipeSha256: recipe.sha256, from: training.from, to: training.to };
  return { result, seen: seenDays(manifest), trained };
}

async function championOf(
  home: string,
  { running, validation, rolls }: Retrained,
  resultOf: ResultOf,
): Promise<AgainstChampionRequest['champion']> {
  if (running === undefined || typeof running.figures === 'string') return undefined;
  const release = verifiedRelease(home, running.release);
  const folder = release === undefined ? null : releaseModelFolder(release);
  const result = release === undefined ? undefined : resultOf({ release: release.id }, validation);
  if (release === undefined || folder === null || result === undefined) return undefined;
  const { manifest } = await readModelFolder(folder);
  const [newest, oldest] = [rolls[0]?.validation, rolls.at(-1)?.validation];
  const before =
    newest === undefined || oldest === undefined
      ? undefined
      : resultOf({ release: release.id }, { from: oldest.from, to: newest.to });
  return { result, before, seen: seenDays(manifest) };
}

/** Undefined where it does not verify: the candidate stands all the same, and `changes` tells why. */
function verifiedRelease(home: string, release: string): ShownRelease['release'] | undefined {
  try {
    return showRelease(home, release, readTrustedKeys(home)).release;
  } catch {
    return undefined;
  }
}

/** A journal that cannot be read takes nothing from the rest. */
function sideBySideOf({ running, journal }: Retrained): SideBySide | null {
  if (running?.journal === undefined || journal === undefined) return null;
  try {
    return sideBySide(decidedCandles({ runs: [running.journal] }), decidedCandles({ runs: [journal] }));
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
