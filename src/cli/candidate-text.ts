// A candidate release and the one that runs in; their gates and what differs between them, and a few lines for a person, out.

import { join } from 'node:path';
import type { Gate } from '../promotion/release/gate.ts';
import { readTrustedKeys } from '../promotion/release/keys.ts';
import { type ReleaseChange, releaseChanges } from '../promotion/release/release-changes.ts';
import { messageOf } from '../promotion/release/release-error.ts';
import { type ShownRelease, showRelease } from '../promotion/release/release-list.ts';
import { modelFolder } from '../promotion/release/release-manifest.ts';
import { brl } from '../research/report/number-format.ts';
import type { Figures } from '../runner/retraining/figures.ts';
import type { Retrained } from '../runner/retraining/retrain.ts';
import { counted } from './counted.ts';
import { gateWord } from './gate-word.ts';

export interface ComparedReleases {
  readonly gates: readonly Gate[];
  /** Of the release that runs; empty where there is none or it cannot be read. */
  readonly runningGates: readonly Gate[];
  /** From the release that runs to the candidate, without the datasets of their validations. */
  readonly changes: readonly ReleaseChange[];
  /** Folder of the candidate's model, for `qt promote --model`; null without one. */
  readonly model: string | null;
}

const ID_SHOWN = 12;
/** The model and the validation always differ; beyond these few names the rest would hide what matters. */
const CHANGES_SHOWN = 6;
const EXPECTED_CHANGE = /^(datasets|validation|files|model)\b/;

/** Throws where the candidate does not verify; a running release that cannot be read is left out. */
export function comparedReleases(home: string, { candidate, running }: Retrained): ComparedReleases {
  const keys = readTrustedKeys(home);
  const { release, gates } = showRelease(home, candidate, keys);
  const { manifest } = release;
  const model = releaseModelFolder(release);
  let other: ShownRelease | undefined;
  try {
    other = running === undefined ? undefined : showRelease(home, running.release, keys);
  } catch (error) {
    return { gates, runningGates: [], changes: [{ field: 'release', from: messageOf(error), to: candidate }], model };
  }
  const changes = other === undefined ? [] : releaseChanges(other.release.manifest, manifest);
  return {
    ...{ gates, runningGates: other?.gates ?? [], model },
    changes: changes.filter(({ field }) => !field.startsWith('datasets')),
  };
}

/** Null where the strategy has no model. */
export function releaseModelFolder({ manifest, dir }: ShownRelease['release']): string | null {
  return manifest.model === null ? null : join(dir, ...modelFolder(manifest.model.name).split('/'));
}

export interface ProposalText {
  /** One line, which an alert must not lose. */
  readonly proposal: string;
  /** What it rests on. */
  readonly details: readonly string[];
}

/** What matters comes first: an alert is cut off at its end. */
export function candidateText(
  retrained: Retrained,
  compared: ComparedReleases,
  { proposal, details }: ProposalText,
): string {
  const { strategy, candidate, isNew, training, validation, figures, running } = retrained;
  const source = training === undefined ? 'synthetic days (a rehearsal)' : spanText(training);
  const same = running?.release === candidate ? ': the very release that runs' : isNew ? '' : ': it was there already';
  const lines = [
    `Candidate ${candidate.slice(0, ID_SHOWN)} of ${strategy}${same}; trained on ${source}, validated on ${spanText(validation)}`,
    `candidate: ${figuresText(figures)}`,
  ];
  if (running !== undefined) {
    const { release, figures: of } = running;
    lines.push(
      `running ${release.slice(0, ID_SHOWN)}: ${typeof of === 'string' ? `not compared: ${of}` : figuresText(of)}`,
    );
  }
  lines.push(proposal, 'No channel was moved.', ...gateLines(compared), ...changeLines(compared.changes), ...details);
  return lines.join('\n');
}

export function spanText({
  from,
  to,
  sessions,
}: {
  readonly from: string;
  readonly to: string;
  readonly sessions: number;
}): string {
  return `${from} to ${to} (${counted(sessions, 'session')})`;
}

export function figuresText({ trades, netPnlBrl, maxDrawdownBrl }: Figures): string {
  const amount = (value: number): string => brl(Math.round(value * 10_000));
  return `net ${amount(netPnlBrl)}, max drawdown ${amount(maxDrawdownBrl)}, ${counted(trades, 'trade')}`;
}

/** What a person has to know of: gates that only warned. */
function gateLines({ gates, runningGates }: ComparedReleases): readonly string[] {
  const passed = gates.filter((gate) => gate.passed).length;
  const lines = [`gates: ${passed} of ${gates.length} passed`];
  for (const gate of gates) {
    if (gate.passed) continue;
    const other = runningGates.find(({ id }) => id === gate.id);
    const value = typeof other?.value === 'number' ? ` at ${other.value}` : '';
    const running = other === undefined ? '' : ` (running: ${gateWord(other)}${value})`;
    lines.push(`${gateWord(gate)} ${gate.id}: ${gate.reason}${running}`);
  }
  return lines;
}

function changeLines(changes: readonly ReleaseChange[]): readonly string[] {
  const code = changes.filter(({ field }) => field.startsWith('files.code/'));
  const other = changes.filter(({ field }) => !EXPECTED_CHANGE.test(field));
  const names = [...code, ...other].map(({ field }) => field);
  if (names.length === 0) return [];
  const more = names.length > CHANGES_SHOWN ? `, and ${names.length - CHANGES_SHOWN} more` : '';
  return [`differs beside the model: ${names.slice(0, CHANGES_SHOWN).join(', ')}${more}`];
}
