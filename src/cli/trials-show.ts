// `qt trials show N`: one entry of the ledger with its choice, its data and its result by day.

import type { Command } from 'commander';
import { readList } from '../adapters/ledger/shared-list.ts';
import { brl } from '../research/report/number-format.ts';
import { countedTrials, type StandingTrial } from '../research/trials/counted-trials.ts';
import { soundLedger } from '../research/trials/sound-ledger.ts';
import { unknownTrial } from '../research/trials/trial-evidence.ts';
import { count } from './arguments.ts';
import { contextOf } from './context-of.ts';
import { standingText } from './trial-text.ts';

export function showTrialCommand(trials: Command): void {
  trials
    .command('show')
    .summary('one trial with its choice, its data and its result by day')
    .argument('<number>', 'as qt trials list shows it', count)
    .addHelpText('after', '\nExample:\n  qt trials show 12')
    .action((seq: number, _options: object, command: Command) => {
      const context = contextOf(command);
      const { home } = context;
      const found = countedTrials(soundLedger(home).entries)[seq - 1];
      if (found === undefined) throw unknownTrial(seq);
      const { entry, standing } = found;
      const { data, result } = entry.trial;
      const daily =
        result.daily === null
          ? null
          : { days: readList(home, result.daily.days) as readonly string[], netE4: result.daily.netE4 };
      const datasets = readList(home, data.datasets);
      const trial = { ...entry.trial, data: { ...data, datasets }, result: { ...result, daily } };
      context.result({ ...entry, trial, standing }, textOf(found, daily));
    });
}

function textOf(
  { entry, standing }: StandingTrial,
  daily: { days: readonly string[]; netE4: readonly number[] } | null,
): string {
  const { seq, atUtc, sha256, trial } = entry;
  const { data, result, model } = trial;
  const lines = [
    `${seq} ${trial.kind} of ${trial.strategy}, ${atUtc}: ${standingText(standing)}`,
    `${data.instrument}, ${data.from} to ${data.to}, ${data.parts} parts of ${data.provenance} data`,
    `settings ${JSON.stringify(trial.settings)}`,
    `conditions ${JSON.stringify(trial.conditions)}`,
    `seed ${trial.seed ?? 'none'}, code ${trial.codeSha256 ?? 'none'}, package ${trial.packageSha256 ?? 'not said'}`,
    `model ${model === null ? 'none' : `${model.name} ${model.manifestSha256}`}`,
    `labels ${JSON.stringify(trial.labels)}`,
    `trades ${result.trades ?? 'none'}, digest ${result.digest ?? 'none'}, run ${trial.run ?? 'not kept'}, ${trial.outcome}`,
  ];
  for (const [name, value] of Object.entries(result.measures)) lines.push(`${name} ${value}`);
  for (const [at, day] of daily?.days.entries() ?? []) lines.push(`${day}  ${brl(daily!.netE4[at])}`);
  return [...lines, `entry ${sha256}`].join('\n');
}
