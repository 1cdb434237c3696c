// What a session did in; its journal closed and its run.json finished, with the digest of the run or nothing where it was cut short, out.

import type { DigestJournal } from '../../adapters/journal/digest-journal.ts';
import { writeRunInfo } from '../../adapters/journal/run-folder.ts';
import type { RunInfo } from '../../adapters/journal/run-info.ts';
import { datasetReferences } from '../run-record.ts';
import type { LiveJournal } from './live-journal.ts';
import type { LiveGate } from './live-options.ts';
import { type LiveTally, utcOf } from './live-tally.ts';
import type { PreparedSession } from './prepare-session.ts';
import type { SessionHistory } from './session-history.ts';

export interface SessionWork {
  readonly tally: LiveTally;
  readonly digest: DigestJournal;
  readonly journal: LiveJournal;
  readonly history: SessionHistory | undefined;
  /** As they stood last; empty where they were never looked at. */
  readonly gates: readonly LiveGate[];
  readonly failed: (reason: string) => void;
}

/** Null where the journal broke: what it lacks cannot be compared with. Never throws. */
export function finishRun(
  parts: PreparedSession,
  { tally, digest, journal, history, gates, failed }: SessionWork,
): string | null {
  const { options, host, info, folder, nowUs } = parts;
  journal.close();
  const manifests = history?.manifests ?? [];
  const datasets = datasetReferences(manifests);
  const data = datasets.map(({ sha256 }) => sha256);
  const model = options.plan.model?.manifestSha256 ?? null;
  const feed = host.view.kind === 'told' ? (host.view.facts?.provenance ?? 'exchange') : 'exchange';
  const { decisions, commands, fills } = tally.counts;
  const whole = journal.broken === undefined ? digest.digest.hex({ data, model }) : null;
  const finished: RunInfo = {
    ...info,
    datasets,
    provenance: manifests.map(({ provenance }) => provenance).reduce(options.plan.code.weakerProvenance, feed),
    counts: { decisions, commands, fills },
    finishedAtUtc: utcOf(nowUs()),
    digest: whole,
    eventsSha256: journal.eventsSha256,
    gates: gates.map(({ id, state, text }) => ({ id, state, text })),
  };
  try {
    writeRunInfo(folder, finished);
  } catch (error) {
    failed(error instanceof Error ? error.message : String(error));
  }
  return whole;
}
