// A trial and the entry before it in; a line of the ledger out, and back with its own proof.

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../journal/canonical-json.ts';
import { type RecordedTrial, recordedTrialSchema, sha256 } from './trial.ts';

/** What the first entry names as the one before it. */
export const NO_ENTRY = '0'.repeat(64);

/** Number and hash of an entry: what follows it must name both. */
export interface EntryMark {
  /** From 1. */
  readonly seq: number;
  readonly sha256: string;
}

const entrySchema = z.strictObject({
  schemaVersion: z.literal(1),
  seq: z.int().positive(),
  previous: sha256,
  atUtc: z.iso.datetime(),
  /** Of what makes two trials the same: see `identityOf`. */
  identity: sha256,
  /** Of strategy, settings and model: what a person may choose among. */
  choice: sha256,
  trial: recordedTrialSchema,
});

export type LedgerEntry = z.infer<typeof entrySchema> & { readonly sha256: string };

const HEAD = '{"entry":';
const MIDDLE = ',"sha256":"';
const END = '"}';
const TAIL_LENGTH = MIDDLE.length + 64 + END.length;

/** Canonical JSON without a line feed; the hash is over the bytes of `entry`. */
export function entryLine(
  before: EntryMark,
  atUtc: string,
  trial: RecordedTrial,
): EntryMark & { readonly line: string } {
  const seq = before.seq + 1;
  const marks = { identity: identityOf(trial), choice: choiceOf(trial) };
  const entry = canonicalJson({ schemaVersion: 1, seq, previous: before.sha256, atUtc, ...marks, trial });
  const hash = sha256Of(entry);
  return { seq, sha256: hash, line: `${HEAD}${entry}${MIDDLE}${hash}${END}` };
}

/** Undefined for a line that is no entry, or whose hash is not that of its content. */
export function parseEntry(line: string): LedgerEntry | undefined {
  const proven = provenContent(line);
  const parsed = entrySchema.safeParse(proven?.content);
  return parsed.success ? { ...parsed.data, sha256: proven!.sha256 } : undefined;
}

/** The same of its number and hash alone. */
export function parseMark(line: string): EntryMark | undefined {
  const proven = provenContent(line);
  const seq = (proven?.content as { readonly seq?: unknown } | undefined)?.seq;
  return typeof seq === 'number' ? { seq, sha256: proven!.sha256 } : undefined;
}

function provenContent(line: string): { readonly content: unknown; readonly sha256: string } | undefined {
  if (!line.startsWith(HEAD) || !line.endsWith(END)) return undefined;
  const text = line.slice(HEAD.length, -TAIL_LENGTH);
  const hash = line.slice(-END.length - 64, -END.length);
  if (line.slice(-TAIL_LENGTH, -TAIL_LENGTH + MIDDLE.length) !== MIDDLE || sha256Of(text) !== hash) return undefined;
  return { content: jsonOf(text), sha256: hash };
}

/**
 * Two trials of the same choice under the same conditions on the same data with the same seed and the same result are one trial and its
 * repetition, whatever they were done for. The code is not part of it: where it decides otherwise, the result differs.
 */
function identityOf({ strategy, settings, conditions, model, data, seed, result }: RecordedTrial): string {
  return sha256Of(
    canonicalJson({ strategy, settings, conditions, model, data, seed, result: withoutTradesByDay(result) }),
  );
}

/** Entries of earlier versions do not have them: the same trial has the same identity all the same. */
function withoutTradesByDay({ daily, ...result }: RecordedTrial['result']): object {
  if (daily === null) return { ...result, daily };
  const { trades: _trades, ...others } = daily;
  return { ...result, daily: others };
}

function choiceOf({ strategy, settings, model }: RecordedTrial): string {
  return sha256Of(canonicalJson({ strategy, settings, model }));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
