// The event at which an engine failed in; failed.json of its run out, and whether the failures of a session ask for protect-only.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceDurably } from '../../adapters/durable-file.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import { kindName } from '../../core/market/event-record.ts';

export const FAILED_FILE = 'failed.json';
/** Failures of one session after which its strategy is not tried again, whatever they were. */
export const FAILURES_MAX = 4;

const schema = z.strictObject({
  version: z.literal(1),
  /** Of the event that the engine could not take; -1 before the first. */
  seq: z.int(),
  kind: z.string(),
  receivedTimeUs: z.number(),
  /** Of a market event: the same event has the same time in every run. */
  exchangeTimeUs: z.number(),
  error: z.string(),
  isProtectOnly: z.boolean(),
});
export type FailedRun = Omit<z.infer<typeof schema>, 'version'>;

/** What the engine threw at the event at `index`. */
export function failedRun(error: unknown, batch: EventBatch, index: number, isProtectOnly: boolean): FailedRun {
  const number = batch.kindAt(index);
  return {
    seq: batch.seqAt(index),
    kind: kindName(number) ?? String(number),
    receivedTimeUs: batch.receivedTimeUsAt(index),
    exchangeTimeUs: batch.exchangeTimeUsAt(index),
    error: error instanceof Error ? error.message : String(error),
    isProtectOnly,
  };
}

export function writeFailed(folder: string, failed: FailedRun): void {
  replaceDurably(join(folder, FAILED_FILE), `${JSON.stringify({ version: 1, ...failed })}\n`);
}

/** Undefined where the run did not fail in its engine, or was cut off before it could say so. */
export function readFailed(folder: string): FailedRun | undefined {
  const path = join(folder, FAILED_FILE);
  if (!existsSync(path)) return undefined;
  try {
    const { version: _version, ...failed } = schema.parse(JSON.parse(readFileSync(path, 'utf8')));
    return failed;
  } catch {
    return undefined;
  }
}

/**
 * `folders`: runs of the session, the newest first. A run without failure in between changes nothing: the event may come again. A
 * person ends protect-only by starting the next session, or a release that does not fail.
 */
export function asksProtectOnly(folders: readonly string[]): boolean {
  const failed = folders.map(readFailed).filter((each) => each !== undefined);
  if (failed[0]?.isProtectOnly === true || failed.length >= FAILURES_MAX) return true;
  const [last, before] = failed;
  return last !== undefined && before !== undefined && isSameEvent(last, before);
}

/** Numbers of events are of one stream: after a restart the same event is told by its kind, its own time and what it did. */
function isSameEvent(a: FailedRun, b: FailedRun): boolean {
  if (a.kind !== b.kind) return false;
  const isOneEvent = a.exchangeTimeUs === b.exchangeTimeUs || a.seq === b.seq;
  return isOneEvent || a.error === b.error;
}
