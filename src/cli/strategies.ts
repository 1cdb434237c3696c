// `qt strategies`: the strategies of this repository, each loaded and checked.

import type { Command } from 'commander';
import { loadStrategy, strategyNames } from '../runner/load-strategy.ts';
import { contextOf } from './context-of.ts';

export function strategiesCommand(program: Command): void {
  program
    .command('strategies')
    .summary('the strategies of this repository')
    .addHelpText('after', '\nExample:\n  qt strategies --json')
    .action(async (_options: object, command: Command) => {
      const context = contextOf(command);
      const strategies = [];
      for (const name of strategyNames()) {
        const { strategy } = await loadStrategy(name);
        const { candle, model, instruments } = strategy;
        strategies.push({ name, instrument: instruments.trade, candle, model: model ?? null });
      }
      const lines = strategies.map(
        ({ name, instrument, candle, model }) => `${name}: ${instrument}, ${candle} candles, model ${model ?? 'none'}`,
      );
      context.result({ strategies }, lines.join('\n'));
    });
}
