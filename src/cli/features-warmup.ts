// `qt features warmup [ID...]`: how many candles it takes until the start of a feature's state no longer shows, measured.

import type { Command } from 'commander';
import { catalogue } from '../core/catalogue/catalogue.ts';
import { checkMarket } from '../research/feature-checks/check-market.ts';
import { readsTicks } from '../research/feature-checks/feature-rules.ts';
import {
  type MeasuredSettling,
  measuredSettling,
  SETTLED_WITHIN,
} from '../research/feature-checks/measured-settling.ts';
import { contextOf } from './context-of.ts';
import { knownFeature } from './features-show.ts';

interface Row extends MeasuredSettling {
  readonly id: string;
  readonly warmup: number;
  readonly settled: number;
}

const MARKET = { seed: 20_250_901, sessions: 12, candles: 570, tape: false, book: false } as const;

export function featuresWarmupCommand(features: Command): void {
  features
    .command('warmup')
    .summary("candles until a feature's start no longer shows, measured on a synthetic market")
    .argument('[ids...]', 'all that are recursive when absent')
    .action((ids: readonly string[], _options: object, command: Command) => {
      const context = contextOf(command);
      const named = ids.map(knownFeature);
      const specs =
        named.length > 0
          ? named
          : [...catalogue.values()].filter((spec) => spec.meta.settled > spec.meta.warmup && !readsTicks(spec));
      const events = checkMarket(MARKET);
      const progress = context.progress('warming up');
      const rows = specs.map((spec, at): Row => {
        progress.update(at / specs.length);
        const { id, warmup, settled } = spec.meta;
        return { id, warmup, settled, ...measuredSettling(spec, events) };
      });
      progress.stop();
      context.result({ within: SETTLED_WITHIN, features: rows }, rows.map(textOf).join('\n'));
    });
}

function textOf({ id, warmup, settled, candles, longest }: Row): string {
  const measured = candles === undefined ? `more than ${longest}` : String(candles);
  return `${id}: first value at candle ${warmup}, settled after ${measured} candles, ${settled} are stated`;
}
