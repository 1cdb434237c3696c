// `qt datasets`: what the store holds, what the quality gate says of it, and how parts leave it.

import type { Command } from 'commander';
import { contextOf } from './context-of.ts';
import { checkDatasetsCommand } from './datasets-check.ts';
import { exportDatasetsCommand } from './datasets-export.ts';
import { listDatasets } from './datasets-list.ts';
import { removeDatasetsCommand } from './datasets-remove.ts';
import { showDatasetCommand } from './datasets-show.ts';

export function datasetsCommand(program: Command): void {
  const datasets = program
    .command('datasets')
    .summary('what the dataset store holds, its quality, export and removal')
    .addHelpText('after', '\nExamples:\n  qt datasets\n  qt datasets check WDO --report quality.html')
    .action((_options: object, command: Command) => listDatasets(contextOf(command)));
  datasets
    .command('list')
    .summary('instruments, kinds, days and marks')
    .addHelpText('after', '\nExample:\n  qt datasets list --json')
    .action((_options: object, command: Command) => listDatasets(contextOf(command)));
  showDatasetCommand(datasets);
  checkDatasetsCommand(datasets);
  exportDatasetsCommand(datasets);
  removeDatasetsCommand(datasets);
}
