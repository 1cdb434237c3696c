// Many traders in one process, each with an account of its own; asked and told over the channel to the process that started it.
import { Trader, type TraderOptions, type TraderState } from './trader.ts';

export interface TradersPlan {
  readonly traders: readonly TraderOptions[];
}

export type TradersQuestion =
  | { readonly kind: 'states' }
  /** No further entries, what is open is closed. */
  | { readonly kind: 'retire' }
  /** Whoever has halted goes on, as a person would have it. */
  | { readonly kind: 'resume' }
  | { readonly kind: 'kill' }
  | { readonly kind: 'end' };

export interface TradersAnswer {
  readonly states: readonly TraderState[];
  readonly rssBytes: number;
}

async function main(plan: TradersPlan): Promise<void> {
  const traders = plan.traders.map((options) => new Trader(options));
  process.on('disconnect', () => process.exit(1));
  // one after the other: each claims its account
  for (const trader of traders) await trader.begin();
  const answer = (): void => {
    const states = traders.map((trader) => trader.state);
    const told: TradersAnswer = { states, rssBytes: process.memoryUsage.rss() };
    process.send?.(told);
  };
  process.on('message', (question: TradersQuestion) => {
    if (question.kind === 'retire') for (const trader of traders) trader.retire();
    if (question.kind === 'kill') for (const trader of traders) trader.operate('kill');
    if (question.kind === 'resume')
      for (const trader of traders) if (trader.state.halted !== undefined) trader.operate('resume');
    if (question.kind === 'end') {
      void Promise.all(traders.map((trader) => trader.end())).then(() => {
        answer();
        process.disconnect();
      });
    } else answer();
  });
  answer();
}

if (import.meta.main) await main(JSON.parse(process.argv[2]!) as TradersPlan);
