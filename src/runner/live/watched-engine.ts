// An engine in; the same for the loop, with the event that it was taking when it failed, out.

import type { Engine } from '../../core/engine/engine.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';

export class WatchedEngine {
  readonly effects: Engine['effects'];
  readonly context: Engine['context'];
  /** The batch of the event that the engine is taking; undefined between two events. */
  taking: EventBatch | undefined = undefined;
  takingIndex = 0;
  private readonly engine: Engine;

  constructor(engine: Engine) {
    this.engine = engine;
    this.effects = engine.effects;
    this.context = engine.context;
  }

  process(batch: EventBatch, index: number): void {
    this.taking = batch;
    this.takingIndex = index;
    this.engine.process(batch, index);
    this.taking = undefined;
  }
}
