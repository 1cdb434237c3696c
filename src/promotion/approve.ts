// A release that is there and a stage in; the gates of the stage run on the release itself, its signed approval, and the channel pointing to it, out.

import { UserError } from '../adapters/user-error.ts';
import { GateRun } from './gate-run.ts';
import { weakestProvenance } from './gates/provenance-stage-gate.ts';
import { type JudgeOptions, judge } from './judge.ts';
import type { DryRun } from './promote.ts';
import { readApproval, writeApproval } from './release/approvals.ts';
import { type PutBack, refuseBroken } from './release/broken-release.ts';
import { channelHistory, pointChannel } from './release/channels.ts';
import type { Gate } from './release/gate.ts';
import { readTrustedKeys } from './release/keys.ts';
import { writePerformance } from './release/performance-record.ts';
import { signingKey } from './release/signing-key.ts';
import { mayRunAs, type Stage } from './release/stage.ts';
import { type ReleaseSubject, subjectOfRelease } from './release-subject.ts';
import { type AskedWaivers, checkedWaivers } from './waivers.ts';

export interface ApproveOptions extends Omit<JudgeOptions, 'from' | 'to' | 'isCandidate'> {
  readonly strategy: string;
  readonly stage: Stage;
  /** Folder, id, or STRATEGY@STAGE. */
  readonly release: string;
  /** In place of the days that it was validated on when it was built. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** UTC in ISO 8601, and who approves. */
  readonly at: string;
  readonly by: string;
  readonly waivers?: AskedWaivers | undefined;
  /** Puts back a release that broke its probation at the stage. */
  readonly again?: PutBack | undefined;
  readonly onGate?: (gate: Gate) => void;
  readonly onNotice?: (text: string) => void;
}

export interface Approved {
  readonly id: string;
  readonly dir: string;
  /** Those of the approval; none where the release was built for the stage or a harder one. */
  readonly gates: readonly Gate[];
  /** False where it might run at the stage before. */
  readonly isNew: boolean;
  /** Release that the channel named before. */
  readonly before: string | undefined;
}

/** Throws UserError `release-gate-failed`, `waiver-refused`, `release-rolled-back`, `release-not-broken`, and those of `loadRelease`; nothing is written then. */
export async function approve(options: ApproveOptions): Promise<Approved> {
  const { home, strategy, stage, at, by, again } = options;
  const trustedKeys = readTrustedKeys(home);
  const subject = await subjectOfRelease(home, strategy, options.release);
  const { id, dir } = subject.loaded;
  refuseBroken(channelHistory(home, strategy, stage), { strategy, stage, release: id, again });
  const known = allowedBefore(subject, stage, home);
  const gates = known ?? (await approved(options, subject));
  const { from: before } = pointChannel({ home, strategy, stage, release: id, at, by, trustedKeys, again });
  return { id, dir, gates, isNew: known === undefined, before };
}

/** Every gate on the release, also after one that fails; nothing is written but the trials of the validation. */
export async function dryApproval(options: ApproveOptions): Promise<DryRun> {
  const subject = await subjectOfRelease(options.home, options.strategy, options.release);
  const run = runOf(options, true);
  const judged = await judge(subject, judgeOptions(options, subject), run);
  run.finish();
  return { gates: run.gates, refusedWaivers: run.refusedWaivers(), validation: judged?.validation };
}

/** Its gates where it may run at the stage already. An approval that does not hold is made again. */
function allowedBefore({ loaded }: ReleaseSubject, stage: Stage, home: string): readonly Gate[] | undefined {
  if (mayRunAs(loaded.manifest.stage, stage)) return [];
  try {
    return readApproval(loaded, stage, readTrustedKeys(home))?.approval.gates;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

async function approved(options: ApproveOptions, subject: ReleaseSubject): Promise<readonly Gate[]> {
  const { home, strategy, stage, at, by } = options;
  const run = runOf(options, false);
  // a gate that could not be measured ended all but a dry run
  const judged = (await judge(subject, judgeOptions(options, subject), run))!;
  run.finish();
  const { sources, validation, validated, ledger, performance } = judged;
  const { key, notice } = await signingKey(home);
  if (notice !== undefined) options.onNotice?.(notice);
  const { seq, sha256: head } = ledger.newest;
  const { first } = ledger.anchor;
  const approval = {
    ...({ kind: 'approval', schemaVersion: 1 } as const),
    ...{ strategy, release: subject.loaded.id, stage, gates: run.gates },
    provenance: weakestProvenance(sources),
    validation: { digest: validation.digest, ...validated },
    ledger: { seq, head, ...(first === undefined ? {} : { first }), key: key.fingerprint },
    ...{ at, by },
  };
  writeApproval(subject.loaded, approval, key);
  if (performance !== undefined) writePerformance({ strategy, id: subject.loaded.id }, home, performance, key);
  return run.gates;
}

function runOf({ strategy, stage, onGate, waivers }: ApproveOptions, isDryRun: boolean): GateRun {
  const asked = checkedWaivers(waivers ?? { reasons: {}, by: undefined }, stage);
  return new GateRun({ strategy, stage, waivers: asked, isDryRun, onGate });
}

function judgeOptions(options: ApproveOptions, { loaded }: ReleaseSubject): JudgeOptions {
  const { from, to } = loaded.manifest.validation;
  return { ...options, from: options.from ?? from, to: options.to ?? to };
}
