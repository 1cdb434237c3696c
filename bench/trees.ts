// Seeded rows in; the seconds, memory and AUC of 100 boosted trees beside XGBoost's `hist` on the same cores, in turns, out.

import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { BenchOptions } from './bench.ts';
import { type Figure, figure } from './figure.ts';
import { LEAVES, ROUNDS, type TreesRun } from './trees-run.ts';

const SIZE = { rows: 500_000, inputs: 130 } as const;
const QUICK_SIZE = { rows: 5000, inputs: 12 } as const;
const MOST_RUNS = 3;
/** What the AUC may fall behind. */
const AUC_GOAL = -0.001;
const MB = 1e6;
/** 1 GB, and what 5 million rows may take is proven by a nightly test. */
const MEMORY_GOAL_MB = 1000;

export async function trees({ quick, runs }: BenchOptions): Promise<readonly Figure[]> {
  const { rows, inputs } = quick ? QUICK_SIZE : SIZE;
  const figures: Figure[] = [];
  for (const threads of [...new Set([1, availableParallelism()])]) {
    figures.push(...figuresOf(rows, inputs, threads, Math.min(runs, MOST_RUNS)));
  }
  return figures;
}

/** In turns, so that whatever else the machine does falls on both. */
function figuresOf(rows: number, inputs: number, threads: number, runs: number): readonly Figure[] {
  const ours: TreesRun[] = [];
  const theirs: TreesRun[] = [];
  for (let run = 0; run < runs; run++) {
    ours.push(runOf('trees', rows, inputs, threads)!);
    const other = runOf('xgboost', rows, inputs, threads);
    if (other !== undefined) theirs.push(other);
  }
  const least = (all: readonly TreesRun[], of: (run: TreesRun) => number): number => Math.min(...all.map(of));
  const note = `${rows} x ${inputs}, ${ROUNDS} trees of ${LEAVES} leaves, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  const name = `trees.${threads === 1 ? 'one-thread' : 'all-threads'}`;
  const seconds = least(ours, (run) => run.seconds);
  const cpu = least(ours, (run) => run.cpuSeconds);
  const peak = least(ours, (run) => run.peakBytes) / MB;
  const memory = figure(`${name}.memory`, peak, 'MB', {
    goal: { kind: 'most', value: MEMORY_GOAL_MB },
    note: `${note}; rows included`,
  });
  if (theirs.length === 0) return [figure(name, seconds, 's', { note: `${note}; no XGBoost here` }), memory];
  const peer = { name: 'XGBoost hist', value: least(theirs, (run) => run.seconds) };
  const cpuPeer = { name: 'XGBoost hist', value: least(theirs, (run) => run.cpuSeconds) };
  const behind = ours[0]!.auc - theirs[0]!.auc;
  return [
    figure(name, seconds, 's', { goal: { kind: 'most', value: peer.value }, peer, note }),
    figure(`${name}.cpu`, cpu, 's', { goal: { kind: 'most', value: cpuPeer.value }, peer: cpuPeer, note }),
    figure(`${name}.auc`, ours[0]!.auc, 'AUC', { peer: { name: 'XGBoost hist', value: theirs[0]!.auc }, note }),
    figure(`${name}.auc-ahead`, behind, 'AUC', { goal: { kind: 'least', value: AUC_GOAL }, note }),
    memory,
  ];
}

/** Undefined where there is no XGBoost. */
function runOf(kind: 'trees' | 'xgboost', rows: number, inputs: number, threads: number): TreesRun | undefined {
  const file = join(import.meta.dirname, 'trees-run.ts');
  try {
    const stdio = ['ignore', 'pipe', kind === 'trees' ? 'inherit' : 'pipe'] as const;
    const args = [file, kind, String(rows), String(inputs), String(threads)];
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', stdio: [...stdio] })) as TreesRun;
  } catch (error) {
    if (kind === 'xgboost' && String((error as { stderr?: unknown }).stderr).includes('xgboost-missing'))
      return undefined;
    throw error;
  }
}
