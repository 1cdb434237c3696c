// `qt features check FILE`: the promises of every feature of the catalogue, asked of one's own.

import type { Command } from 'commander';
import type { FeatureSpec } from '../core/features/feature.ts';
import { isColumnFeature } from '../research/feature-checks/column-feature.ts';
import { checkData, checkFeatures, type FeatureCheck, LEAN_RULE } from '../research/feature-checks/feature-check.ts';
import { FEATURE_RULES } from '../research/feature-checks/feature-rules.ts';
import { loadFeatures } from '../research/feature-checks/load-features.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';

const RULES = [
  ...FEATURE_RULES.map(({ id, says }) => [id, says]),
  [LEAN_RULE, 'makes nothing at an update for the collector to stop for'],
];

export function featuresCheckCommand(features: Command): void {
  features
    .command('check')
    .summary('what a file of your own features breaks of what all features promise')
    .argument('<file>', 'a TypeScript file that exports features, or a strategy')
    .addHelpText(
      'after',
      `\nThe rules:\n${RULES.map(([id, says]) => `  ${id!.padEnd(18)} ${says}`).join('\n')}\n\nExit codes: 0 nothing is broken, 1 something is.`,
    )
    .action(async (file: string, _options: object, command: Command) => {
      const context = contextOf(command);
      const loaded = await loadFeatures(file);
      const specs = loaded.flatMap(({ feature }) => (isColumnFeature(feature) ? [] : [feature as FeatureSpec]));
      const columns = loaded.flatMap(({ feature }) => (isColumnFeature(feature) ? [feature.id] : []));
      const progress = context.progress('checking');
      const checks = checkFeatures(specs, checkData(), (done) => progress.update(done / specs.length));
      progress.stop();
      const notes = columns.map((id) => `${id}: a column cannot run live; qt features leak-check looks at it`);
      context.result({ checks, columns }, [...checks.map(textOf), ...notes, summaryOf(checks)].join('\n'));
      if (checks.some(({ broken }) => broken.length > 0)) process.exitCode = 1;
    });
}

function textOf({ id, broken, notes, cost }: FeatureCheck): string {
  const ns = `${Math.round(cost.nanoseconds)} ns an event`;
  const lines = [...broken, ...notes.map(({ rule, says }) => ({ rule: `note, ${rule}`, says }))];
  const head = broken.length === 0 ? `${id}: ok, ${ns}` : `${id}: ${counted(broken.length, 'rule')} broken`;
  return [head, ...lines.map(({ rule, says }) => `  ${rule}: ${says}`)].join('\n');
}

function summaryOf(checks: readonly FeatureCheck[]): string {
  const bad = checks.filter(({ broken }) => broken.length > 0).length;
  return `${counted(checks.length, 'feature')}, ${bad === 0 ? 'nothing is broken' : `${bad} with broken rules`}`;
}
