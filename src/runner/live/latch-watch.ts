// The engine of a session in; each change of what holds new risk back, safe in the journal at once, out.

import type { EngineContext } from '../../core/engine/engine-context.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import { Kind } from '../../core/market/event-record.ts';
import type { KeptTrading } from '../../core/risk/trading-state.ts';
import type { RunObserver } from '../run-observer.ts';
import type { LiveJournal } from './live-journal.ts';

export class LatchWatch implements RunObserver {
  private readonly context: EngineContext;
  private readonly journal: Pick<LiveJournal, 'latches'>;
  private last: KeptTrading = { halted: undefined, paused: undefined, lossLimit: undefined, bestNetE4: 0 };

  constructor(context: EngineContext, journal: Pick<LiveJournal, 'latches'>) {
    this.context = context;
    this.journal = journal;
  }

  /** The best of the session is taken with ticks of the clock. */
  onEvent(batch: EventBatch, index: number): void {
    if (batch.kindAt(index) === Kind.clockTick) this.look();
  }

  onDecision(): void {}

  onCommand(): void {}

  /** Before the commands of the same event leave: whoever goes on after this process must know it. */
  onAlert(): void {
    this.look();
  }

  look(): void {
    const { seq, nowUs, state, drawdown, sessionDay } = this.context;
    const { latches } = state;
    const bestNetE4 = drawdown.bestOf(sessionDay);
    const { last } = this;
    const isSame = last.halted === latches.halted && last.paused === latches.paused && last.bestNetE4 === bestNetE4;
    if (isSame && last.lossLimit === latches.lossLimit && last.drawdown === latches.drawdown) return;
    this.last = { ...latches, bestNetE4 };
    this.journal.latches(seq, nowUs, this.last);
  }
}
