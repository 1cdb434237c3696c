// `qt trials judge N`: the gates against overfitting for one trial, with everything that was tried on its days.

import type { Command } from 'commander';
import { judge } from '../research/overfitting/judge.ts';
import { trialEvidence } from '../research/trials/trial-evidence.ts';
import { count } from './arguments.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';

export function judgeTrialCommand(trials: Command): void {
  trials
    .command('judge')
    .summary('the gates against overfitting, with all that was tried on its days (exit code 1 where one fails)')
    .argument('<number>', 'as qt trials list shows it', count)
    .addHelpText('after', '\nExample:\n  qt trials judge 12 --json')
    .action((seq: number, _options: object, command: Command) => {
      const context = contextOf(command);
      const evidence = trialEvidence({ home: context.home, seq });
      const { passed, gates } = judge(evidence);
      const { trials: compared = [], uncompared = 0, unfinished, provenance, conditions } = evidence;
      if (!passed) process.exitCode = 1;
      const ended = unfinished === 0 ? '' : ` (${unfinished} unfinished)`;
      const head = `${counted(compared.length, 'trial')} on these days, and ${uncompared} of which only the number is known${ended}`;
      const under = `${provenance} data; conditions ${JSON.stringify(conditions)}`;
      const lines = gates.map((gate) => `${gate.passed ? 'passed' : 'FAILED'}  ${gate.says}`);
      const result = { passed, trials: compared.length, uncompared, unfinished, provenance, conditions, gates };
      context.result(result, [head, ...lines, under].join('\n'));
    });
}
