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

/** Microseconds of the machine's monotonic clock, as in the broker's log. */
export interface Stall {
  readonly fromUs: number;
  readonly untilUs: number;
}

export interface TradersAnswer {
  readonly states: readonly TraderState[];
  readonly rssBytes: number;
  /** When this process got no time to run. */
  readonly stalls: readonly Stall[];
}

const BEAT_MS = 10;
const STALL_US = 50_000;

function watchStalls(): readonly Stall[] {
  const stalls: Stall[] = [];
  let lastUs = Number(process.hrtime.bigint() / 1000n);
  setInterval(() => {
    const nowUs = Number(process.hrtime.bigint() / 1000n);
    if (nowUs - lastUs > STALL_US) stalls.push({ fromUs: lastUs, untilUs: nowUs });
    lastUs = nowUs;
  }, BEAT_MS).unref();
  return stalls;
}

async function main(plan: TradersPlan): Promise<void> {
  const traders = plan.traders.map((options) => new Trader(options));
  process.on('disconnect', () => process.exit(1));
  const stalls = watchStalls();
  // one after the other: each claims its account
  for (const trader of traders) await trader.begin();
  const answer = (): void => {
    const states = traders.map((trader) => trader.state);
    const told: TradersAnswer = { states, rssBytes: process.memoryUsage.rss(), stalls };
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
