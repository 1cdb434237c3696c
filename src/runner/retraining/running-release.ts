// The release that runs and the days of a retraining in; it run over them with the journal of the newest, and its figures, out.

import { join } from 'node:path';
import { type Figures, figuresSchema } from './figures.ts';
import type { DaySpan } from './retraining-days.ts';
import { runStep } from './run-step.ts';
import type { RetrainingWork } from './training-step.ts';

export interface ReleaseRun {
  readonly release: string;
  /** Of the validation days of the candidate, or why they are not known. */
  readonly figures: Figures | string;
  /** Folder with the journal of these days; undefined where it was not run. */
  readonly journal: string | undefined;
}

/** Never rejects. `name` is that of the folder of its journal. */
export async function runRelease(
  work: RetrainingWork,
  release: string,
  { from, to }: DaySpan,
  name: string,
): Promise<ReleaseRun> {
  const journal = join(work.folder, name);
  const figures = await figuresOf(work, ['--release', release, '--journal', journal, '--from', from, '--to', to]);
  return { release, figures, journal: typeof figures === 'string' ? undefined : journal };
}

/** The older rolls, which the ledger of trials keeps day by day. */
export async function runReleaseBefore(work: RetrainingWork, release: string, days: readonly DaySpan[]): Promise<void> {
  const [newest, oldest] = [days[0], days.at(-1)];
  if (newest === undefined || oldest === undefined) return;
  await figuresOf(work, ['--release', release, '--no-record', '--from', oldest.from, '--to', newest.to]);
}

async function figuresOf({ settings, step }: RetrainingWork, args: readonly string[]): Promise<Figures | string> {
  const instrument = settings.instrument === undefined ? [] : ['--instrument', settings.instrument];
  const result = await runStep(['paper', ...args, ...instrument], step);
  if (result.kind === 'failed') return result.reason;
  return figuresSchema.safeParse(result.value).data ?? 'qt paper told no figures';
}
