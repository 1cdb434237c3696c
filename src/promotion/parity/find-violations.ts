// The folder of a run in; what it did or met that must never happen (no stop, orders of nobody, books that differ, errors), out.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type JournalledAlert, openRun } from '../../adapters/journal/run-reader.ts';
import { isFinal } from '../../core/account/order-transitions.ts';
import { FAILED_FILE, readFailed } from '../../runner/live/failed-run.ts';
import { carriedOf } from '../../runner/live/find-carried.ts';
import { NOTES_FILE } from '../../runner/live/session-notes.ts';
import type { ParityViolation, ViolationKind } from './parity-certificate.ts';

/** Alerts that tell of a violation; every other one tells of something that may happen and was handled. */
const KIND_OF_ALERT: Readonly<Record<string, ViolationKind>> = {
  stopLate: 'nakedPosition',
  stopLost: 'nakedPosition',
  stopNotFlat: 'nakedPosition',
  strangeAdopted: 'orphanOrder',
  carriedOrders: 'orphanOrder',
  foreignOrder: 'orphanOrder',
  positionDiffers: 'positionDifference',
  orderContradiction: 'positionDifference',
  reconciliation: 'positionDifference',
  heldOvernight: 'positionDifference',
  entryOverfilled: 'positionDifference',
  strategyThrew: 'error',
  engineFailed: 'error',
  journalBroken: 'error',
  runNotFinished: 'error',
  watchFailed: 'error',
};

/** Orders that end or bound the risk of a position. */
const PROTECTING: ReadonlySet<string> = new Set(['stop', 'exit']);
/** A position may be so long without a stop after it has lost one, microseconds. */
const PROTECTED_WITHIN_US = 1_000_000;

const noteSchema = z.object({ timeUtc: z.string(), code: z.string(), text: z.string() });

/** In order of time, those of the whole run first. Throws the UserErrors of the journal. */
export function findViolations(folder: string, { isFinished }: { readonly isFinished: boolean }): ParityViolation[] {
  const found = [...journalled(folder), ...noted(folder), ...failed(folder)];
  if (isFinished) found.push(...leftOpen(folder));
  return found.sort((a, b) => (a.timeUs ?? 0) - (b.timeUs ?? 0));
}

function journalled(folder: string): readonly ParityViolation[] {
  const run = openRun(folder);
  try {
    const protections = [...run.timedCommands()].filter(
      ({ command }) => command.kind === 'submit' && PROTECTING.has(command.request.role),
    );
    // a stop that the market has crossed before it was placed is refused: what counts is that another one, or an exit, follows
    const isProtected = ({ code, seq, timeUs }: JournalledAlert): boolean =>
      code === 'stopLost' &&
      protections.some(
        ({ command, timeUs: sentUs = 0 }) => command.seq >= seq && sentUs - timeUs <= PROTECTED_WITHIN_US,
      );
    return [...run.alerts()].flatMap((one) => (isProtected(one) ? [] : ofAlert(one.code, one.text, one.timeUs)));
  } finally {
    run.close();
  }
}

/** What the runner itself said, which is in no journal. */
function noted(folder: string): readonly ParityViolation[] {
  const file = join(folder, NOTES_FILE);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line) => {
    const note = line === '' ? undefined : noteSchema.safeParse(jsonOf(line)).data;
    return note === undefined ? [] : ofAlert(note.code, note.text, Date.parse(note.timeUtc) * 1000);
  });
}

/** A line that a crash has cut off says nothing. */
function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function ofAlert(code: string, text: string, timeUs: number): readonly ParityViolation[] {
  const kind = KIND_OF_ALERT[code];
  return kind === undefined ? [] : [{ kind, timeUs, text: `${code}: ${text}` }];
}

function failed(folder: string): readonly ParityViolation[] {
  if (!existsSync(join(folder, FAILED_FILE))) return [];
  const { error = 'it cannot be read', receivedTimeUs = null } = readFailed(folder) ?? {};
  return [{ kind: 'error', timeUs: receivedTimeUs, text: `${FAILED_FILE}: ${error}` }];
}

/** By its own orders and fills: contracts without a stop, and exits without contracts, when it was over. */
function leftOpen(folder: string): readonly ParityViolation[] {
  const { orders } = carriedOf(folder);
  const working = orders.filter(({ status }) => !isFinal(status));
  let net = 0;
  for (const { request, fills } of orders) {
    for (const { quantity } of fills) net += request.side === 'buy' ? quantity : -quantity;
  }
  const left = working.map(({ request }) => `${request.role} ${request.clientOrderId}`).join(', ');
  if (net === 0) {
    return working.length === 0
      ? []
      : [{ kind: 'orphanOrder', timeUs: null, text: `flat at the end, and working: ${left}` }];
  }
  if (working.some(({ request }) => request.role === 'stop')) return [];
  const text = `${net} contracts at the end, without a stop of its own`;
  return [{ kind: 'nakedPosition', timeUs: null, text }];
}
