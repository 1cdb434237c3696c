// `qt features show ID`: what one feature of the catalogue means, reads and needs.

import type { Command } from 'commander';
import { UserError } from '../adapters/user-error.ts';
import { featureById, nearestFeatureIds } from '../core/catalogue/catalogue.ts';
import type { FeatureMeta, FeatureSpec } from '../core/features/feature.ts';
import { contextOf } from './context-of.ts';

const RULE_WORDS = {
  continue: 'the window runs over the start of a session',
  reset: 'begins anew with each session',
  skipGap: 'the move between sessions is left out',
} as const;

export function featuresShowCommand(features: Command): void {
  features
    .command('show')
    .summary('what one feature means, reads and needs')
    .argument('<id>', 'such as emaSlope_20')
    .action((id: string, _options: object, command: Command) => {
      const { meta } = knownFeature(id);
      contextOf(command).result(meta, textOf(meta));
    });
}

/** UserError `feature-unknown`, with the ids most like it. */
export function knownFeature(id: string): FeatureSpec {
  const spec = featureById(id);
  if (spec !== undefined) return spec;
  const near = nearestFeatureIds(id);
  throw new UserError({
    code: 'feature-unknown',
    message: `The catalogue has no feature ${id}`,
    field: 'id',
    fix: near.length === 0 ? 'qt features list shows all of them' : `Did you mean ${near.join(', ')}?`,
  });
}

function textOf(meta: FeatureMeta): string {
  const { range, missing } = meta;
  const lines: readonly (readonly [string, string])[] = [
    ['meaning', meta.meaning],
    ['formula', meta.formula],
    ['source', meta.source],
    ['group', meta.group],
    ['unit', meta.unit],
    ['range', range === undefined ? 'not bounded' : `${range[0]} to ${range[1]}`],
    ['reads', meta.inputs.join(', ')],
    ['warm-up', `first value at candle ${meta.warmup}`],
    [
      'settled',
      meta.settled === meta.warmup ? 'at once' : `after ${meta.settled} candles its start shows less than 1e-6`,
    ],
    ['session start', RULE_WORDS[meta.sessionRule]],
    ['between candles', meta.freshBetweenCandles ? 'fresh' : "the last candle's value, with its age"],
    ['missing', missing.kind === 'notReady' ? 'not ready' : `last valid value for at most ${missing.candles} candles`],
    ['version', String(meta.version)],
  ];
  const width = Math.max(...lines.map(([name]) => name.length));
  return [meta.id, ...lines.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`)].join('\n');
}
