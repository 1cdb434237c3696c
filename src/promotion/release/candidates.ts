// A release that no channel points to in; a line in the list of candidates of its strategy, and the list of them, out.

import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { replaceDurably } from '../../adapters/durable-file.ts';
import { messageOf, releaseError } from './release-error.ts';
import { candidatesPath } from './release-folders.ts';
import { STAGES } from './stage.ts';

/** Older lines are dropped beyond this; the releases themselves stay. */
const CANDIDATES_MAX = 1000;

const candidateSchema = z.strictObject({
  /** Id of the release. */
  release: z.string().regex(/^[0-9a-f]{64}$/, 'expected the id of a release'),
  /** Hardest stage whose gates it passed. */
  stage: z.enum(STAGES),
  /** UTC, given by the caller. */
  at: z.iso.datetime(),
  /** Who made it. */
  by: z.string().min(1).max(200),
});

export type Candidate = Readonly<z.infer<typeof candidateSchema>>;

/** Oldest first; empty where there are none. Throws UserError `candidates-invalid` with the line. */
export function readCandidates(home: string, strategy: string): readonly Candidate[] {
  const file = candidatesPath(home, strategy);
  if (!existsSync(file)) return [];
  const candidates: Candidate[] = [];
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line !== '') candidates.push(parsed(line, file, index + 1));
  }
  return candidates;
}

/** The whole list changes by one rename; what is the last already is not written again. */
export function addCandidate(home: string, strategy: string, candidate: Candidate): void {
  const before = readCandidates(home, strategy);
  if (before.at(-1)?.release === candidate.release) return;
  const lines = [...before, candidate].slice(-CANDIDATES_MAX).map((each) => `${JSON.stringify(each)}\n`);
  replaceDurably(candidatesPath(home, strategy), lines.join(''));
}

function parsed(text: string, file: string, line: number): Candidate {
  const fix = 'Remove the line: the release itself is not touched by it';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw releaseError('candidates-invalid', `${file} is not JSON: ${messageOf(cause)}`, { file, line, fix, cause });
  }
  const result = candidateSchema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const field = issue.path.join('.');
  throw releaseError('candidates-invalid', `${file}: ${field}: ${issue.message}`, { file, line, field, fix });
}
