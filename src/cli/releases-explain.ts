// `qt releases explain RELEASE [FIELD]`: where does this number come from, down to the parts of the datasets.

import type { Command } from 'commander';
import { explainRelease } from '../promotion/explain/explain-release.ts';
import type { Explained, Standing } from '../promotion/explain/explained.ts';
import { readTrustedKeys } from '../promotion/release/keys.ts';
import { contextOf } from './context-of.ts';

/** Where all branches are shown: a longer list is cut, and what is below its lines more so. Asked for by name a branch is shown whole. */
const LIST_MAX = 32;
const OF_LONG_LIST = 5;
const BELOW = 3;

const MARKS: Readonly<Record<Standing, string>> = {
  proved: '  [proved]',
  stated: '',
  missing: '  [NOT HERE]',
  different: '  [DIFFERENT]',
};

export function releasesExplainCommand(releases: Command): void {
  releases
    .command('explain')
    .summary('where each number of a release comes from, and what of it can be proved here')
    .argument('<release>', 'folder, id, or STRATEGY@STAGE')
    .argument('[field]', 'one branch only: model, validation.netBrl, deflatedSharpe ...')
    .addHelpText(
      'after',
      `
[proved]: hashed or computed again just now. Without a mark: it stands in what was signed. [NOT HERE], [DIFFERENT]: this home lacks it, or has
other bytes.

Examples:
  qt releases explain wdo-regime@paper
  qt releases explain wdo-regime@paper validation.netBrl
  qt releases explain wdo-regime@paper deflatedSharpe`,
    )
    .action(async (release: string, field: string | undefined, _options: object, command: Command) => {
      const context = contextOf(command);
      const { home } = context;
      const tree = await explainRelease({ home, release, field, trustedKeys: readTrustedKeys(home) });
      context.result({ release: tree.field, ...tree }, linesOf(tree, 0, field === undefined).join('\n'));
    });
}

function mostShown(count: number, depth: number): number {
  if (depth > 1) return BELOW;
  return count > LIST_MAX ? OF_LONG_LIST : count;
}

function linesOf({ field, says, standing, parts }: Explained, depth: number, isShort: boolean): readonly string[] {
  const shown = isShort && depth > 0 ? parts.slice(0, mostShown(parts.length, depth)) : parts;
  const left = parts.length - shown.length;
  const indent = '  '.repeat(depth);
  return [
    `${indent}${field}: ${says}${MARKS[standing]}`,
    ...shown.flatMap((part) => linesOf(part, depth + 1, isShort)),
    ...(left > 0 ? [`${indent}  and ${left} more (name the branch to see them)`] : []),
  ];
}
