// `qt models`: the models that there are, one of them, two beside each other, whether one still says what it said, and models made elsewhere.

import type { Command } from 'commander';
import { modelsCompareCommand } from './models-compare.ts';
import { modelsImportCommand } from './models-import.ts';
import { modelsListCommand } from './models-list.ts';
import { modelsRecordCommand } from './models-record.ts';
import { modelsShowCommand } from './models-show.ts';
import { modelsVerifyCommand } from './models-verify.ts';

export function modelsCommand(program: Command): void {
  const models = program
    .command('models')
    .summary('models: what they are, whether they hold, and those made elsewhere');
  modelsListCommand(models);
  modelsShowCommand(models);
  modelsCompareCommand(models);
  modelsVerifyCommand(models);
  modelsImportCommand(models);
  modelsRecordCommand(models);
}
