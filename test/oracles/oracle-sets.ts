// Takes the name of a set of candles; gives its candles with their sessions, read from the real data or from inputs/.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { emptyCandle } from '../../src/core/candles/candle.ts';
import type { SessionContext } from '../../src/core/features/session-context.ts';
import { localToUtcUs } from '../../src/core/market/civil-time.ts';
import type { Step } from '../core/features/candles.ts';
import { realData } from '../support/real-data.ts';

export interface OracleSet {
  readonly name: string;
  /** An edge case lies in inputs/, a real set in the folder with the real data. */
  readonly kind: 'real' | 'edge';
  readonly meaning: string;
  readonly file: string;
  readonly tick: number;
  readonly only?: { readonly column: string; readonly value: string };
  /** The column whose first ten characters are the session's date. */
  readonly session: string;
  readonly columns: Readonly<Record<'open' | 'high' | 'low' | 'close' | 'volume', string>>;
}

const description = JSON.parse(readFileSync(join(import.meta.dirname, 'sets.json'), 'utf8')) as {
  readonly sets: readonly OracleSet[];
};

export const oracleSets: readonly OracleSet[] = description.sets;
export const realSets: readonly OracleSet[] = oracleSets.filter(({ kind }) => kind === 'real');
export const edgeSets: readonly OracleSet[] = oracleSets.filter(({ kind }) => kind === 'edge');

const MINUTE_US = 60_000_000;

function sessionOf(day: string, tick: number): SessionContext {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const openUs = localToUtcUs(year, month, date, 9);
  return { day, dayOfWeek: 1, openUs, closeUs: openUs + 570 * MINUTE_US, daysToRoll: 20, tick };
}

/** The candles follow each other by the minute from 9:00: indicators see the order and the sessions, not the times. */
function stepsOf(text: string, set: OracleSet): readonly Step[] {
  const [head = '', ...lines] = text.trim().split('\n');
  const names = head.trim().split(',');
  const place = (name: string) => names.indexOf(name);
  const prices = Object.entries(set.columns).map(([name, column]) => [name, place(column)] as const);
  const only = set.only === undefined ? -1 : place(set.only.column);
  const steps: Step[] = [];
  let session = sessionOf('2024-01-02', set.tick);
  let openTimeUs = 0;
  for (const line of lines) {
    const fields = line.trim().split(',');
    if (only >= 0 && fields[only] !== set.only!.value) continue;
    if (prices.some(([, k]) => fields[k] === '')) continue;
    const day = fields[place(set.session)]!.slice(0, 10);
    const firstOfSession = day !== session.day || steps.length === 0;
    if (firstOfSession) session = sessionOf(day, set.tick);
    openTimeUs = firstOfSession ? session.openUs : openTimeUs + MINUTE_US;
    const numbers = Object.fromEntries(prices.map(([name, k]) => [name, Number(fields[k])]));
    const candle = { ...emptyCandle(), ...numbers, openTimeUs, closeTimeUs: openTimeUs + MINUTE_US, firstOfSession };
    steps.push({ session, candle });
  }
  return steps;
}

export interface LoadedSet {
  readonly set: OracleSet;
  readonly steps: readonly Step[];
  readonly sha256: string;
}

/** Undefined where the machine lacks the real file. */
export function loadSet(set: OracleSet): LoadedSet | undefined {
  const path = set.kind === 'real' ? realData(set.file) : join(import.meta.dirname, set.file);
  if (path === undefined) return undefined;
  const bytes = readFileSync(path);
  const text = (set.kind === 'real' ? gunzipSync(bytes) : bytes).toString('utf8');
  return { set, steps: stepsOf(text, set), sha256: createHash('sha256').update(bytes).digest('hex') };
}
