// What runs on the thread in: a cell, or messages of comms; its waits, each of which an interrupt ends, out.
import type { AsyncLocalStorage } from 'node:async_hooks';
import { CellRun } from './cell-run.ts';
import type { CellOrigin } from './output-capture.ts';

/** A message of a comm that is being handled. */
interface Turn {
  readonly run: CellRun;
  /** Somebody else hears of an interrupt and tells it. */
  isHeard: boolean;
}

export class Turns {
  /** The cell that runs; no message is handled meanwhile. */
  cell: CellRun | undefined = undefined;
  private readonly origins: AsyncLocalStorage<CellOrigin>;
  private readonly messages = new Map<string, Turn>();

  constructor(origins: AsyncLocalStorage<CellOrigin>) {
    this.origins = origins;
  }

  /** What the code that runs now belongs to; undefined where that has ended. */
  get now(): CellRun | undefined {
    const token = this.origins.getStore()?.token;
    if (token === undefined) return undefined;
    return this.cell?.token === token ? this.cell : this.messages.get(token)?.run;
  }

  /** Handles a message. Gives why that failed; undefined where it did not, or where somebody has heard of it already. */
  async handle(origin: CellOrigin, work: () => unknown): Promise<{ readonly error: unknown } | undefined> {
    const turn: Turn = { run: new CellRun(origin.token, 0, false), isHeard: false };
    this.messages.set(origin.token, turn);
    try {
      await this.origins.run(origin, () => turn.run.wait(ownTurn(work)));
      return undefined;
    } catch (error) {
      return turn.run.isInterrupted && turn.isHeard ? undefined : { error };
    } finally {
      turn.run.isOpen = false;
      this.messages.delete(origin.token);
    }
  }

  /** What comes of the work, or the interrupt of what runs now, also where the work keeps the thread busy. */
  run<T>(work: () => T | PromiseLike<T>): Promise<T> {
    const { now } = this;
    const turn = now === undefined ? undefined : this.messages.get(now.token);
    if (turn !== undefined) turn.isHeard = true;
    const done = ownTurn(work);
    return now?.wait(done) ?? done;
  }

  interrupt(): void {
    this.cell?.interrupt();
    for (const { run } of this.messages.values()) run.interrupt();
  }
}

/** A turn of the event loop, so that an end by force takes nothing else along. */
function ownTurn<T>(work: () => T | PromiseLike<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    setImmediate(() => {
      try {
        resolve(work());
      } catch (error) {
        reject(error as Error);
      }
    });
  });
}
