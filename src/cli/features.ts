// `qt features`: the catalogue, one feature, and the checks of one's own.

import type { Command } from 'commander';
import { featuresCheckCommand } from './features-check.ts';
import { featuresLeakCheckCommand } from './features-leak-check.ts';
import { featuresListCommand } from './features-list.ts';
import { featuresPageCommand } from './features-page.ts';
import { featuresShowCommand } from './features-show.ts';
import { featuresWarmupCommand } from './features-warmup.ts';

export function featuresCommand(program: Command): void {
  const features = program.command('features').summary('the catalogue of features, and checks of your own');
  featuresListCommand(features);
  featuresShowCommand(features);
  featuresPageCommand(features);
  featuresCheckCommand(features);
  featuresLeakCheckCommand(features);
  featuresWarmupCommand(features);
}
