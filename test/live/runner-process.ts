// The live runner as a process of its own: one session of a random strategy against the host, whose clock it follows; told to stop by its parent.
import { openStore } from '../../src/adapters/datasets/store.ts';
import type { Strategy } from '../../src/core/signal/strategy.ts';
import { codeFromSource } from '../../src/runner/engine-code.ts';
import type { GuardWish } from '../../src/runner/host/stream-messages.ts';
import type { LiveRun, StopMode } from '../../src/runner/live/live-options.ts';
import { runLiveSession } from '../../src/runner/live/run-live-session.ts';
import { planRun } from '../../src/runner/run-plan.ts';
import { randomStrategy } from './random-strategy.ts';
import type { SessionFacts } from './session-day.ts';

const CAPITAL_BRL = 100_000_000;

export interface RunnerPlan {
  readonly home: string;
  readonly account: string;
  readonly seed: number;
  readonly contracts: number;
  readonly session: SessionFacts;
  /** What the monotonic clock showed when the session's clock began. */
  readonly zeroNs: string;
  readonly guard: GuardWish;
  readonly dailyLossLimit?: number | undefined;
  readonly isPatient?: boolean | undefined;
  readonly capitalBrl?: number | undefined;
}

export type RunnerWord =
  /** Trading may begin: every gate is open. */
  | { readonly kind: 'open' }
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'alert'; readonly code: string }
  | { readonly kind: 'over'; readonly run: LiveRun };

/** The same for a replay of the session. */
export function strategyOf({ seed, contracts, dailyLossLimit, isPatient, session }: RunnerPlan): Strategy {
  const { requested: trade } = session;
  return randomStrategy({ name: 'lives', seed, contracts, trade, isPatient, dailyLossLimit, isTrading: () => true });
}

async function main(plan: RunnerPlan): Promise<void> {
  const { home, account, guard, capitalBrl = CAPITAL_BRL } = plan;
  const zeroNs = BigInt(plan.zeroNs);
  let stopWish: StopMode | undefined;
  process.on('disconnect', () => process.exit(1));
  process.on('message', (wish: StopMode) => {
    stopWish = wish;
  });
  const say = (word: RunnerWord): void => void process.send?.(word);
  const strategy = strategyOf(plan);
  const run = await runLiveSession({
    ...{ mode: 'demo', home, account, guard, release: null, strategyFile: null, capitalBrl, armed: true },
    store: openStore(home),
    plan: await planRun({ code: codeFromSource(strategy) }),
    watch: { diskFreeBytes: 0, clockDriftMs: 60_000 },
    say: (text) => say({ kind: 'said', text }),
    onGates: (gates) => gates.every(({ state }) => state === 'open') && say({ kind: 'open' }),
    observer: {
      ...{ onEvent: () => {}, onDecision: () => {}, onCommand: () => {} },
      onAlert: (_timeUs, _severity, code) => say({ kind: 'alert', code }),
    },
    stopWish: () => stopWish,
    nowUs: () => plan.session.startUs + Number((process.hrtime.bigint() - zeroNs) / 1000n),
  });
  process.send?.({ kind: 'over', run } satisfies RunnerWord, () => process.exit(0));
}

if (import.meta.main) await main(JSON.parse(process.argv[2]!) as RunnerPlan);
