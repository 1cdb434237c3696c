// What runs on the thread in: a cell, or messages of comms; its waits, each of which an interrupt ends, out.
import type { AsyncLocalStorage } from 'node:async_hooks';
import { CellRun, InterruptedError } from './cell-run.ts';
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

  private readonly isEnding: () => boolean;

  /** `isEnding`: an interrupt waits until the thread hears of it. */
  constructor(origins: AsyncLocalStorage<CellOrigin>, isEnding: () => boolean) {
    this.origins = origins;
    this.isEnding = isEnding;
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
      await this.origins.run(origin, () => turn.run.wait(ownTurn(() => this.begin(turn.run, work))));
      return undefined;
    } catch (error) {
      return turn.run.isInterrupted && turn.isHeard ? undefined : { error };
    } finally {
      turn.run.isOpen = false;
      this.messages.delete(origin.token);
    }
  }

  /** What an interrupt waits for the end of, or has ended before its turn came, does not begin. */
  private begin(run: CellRun, work: () => unknown): unknown {
    if (!run.isOpen || this.isEnding()) throw new InterruptedError();
    return work();
  }

  /** What comes of the work, or the interrupt of what runs now, also where the work keeps the thread busy. */
  run<T>(work: () => T | PromiseLike<T>): Promise<T> {
    const { now } = this;
    const turn = now === undefined ? undefined : this.messages.get(now.token);
    if (turn !== undefined) turn.isHeard = true;
    const done = ownTurn(work);
    return now?.wait(done) ?? done;
  }

  /**
   * Tokens of what has yet to end. What is interrupted ends in the turn of the interrupt, or never will: an end by force
   * took along what it waited for. It is forgotten.
   */
  held(): ReadonlySet<string> {
    if (this.cell?.isInterrupted === true) this.cell = undefined;
    for (const [token, { run }] of this.messages) if (run.isInterrupted) this.messages.delete(token);
    return new Set([...(this.cell === undefined ? [] : [this.cell.token]), ...this.messages.keys()]);
  }

  interrupt(): void {
    this.cell?.interrupt();
    for (const { run } of this.messages.values()) run.interrupt();
  }
}

/**
 * A turn of the event loop, so that an end by force takes nothing else along. A timer's: Node loses count of immediates that stood behind
 * one which was ended, and polls for them for good.
 */
function ownTurn<T>(work: () => T | PromiseLike<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    setTimeout(() => {
      try {
        resolve(work());
      } catch (error) {
        reject(error as Error);
      }
    }, 0);
  });
}

/** When messages of other threads have been read. */
export function nextTurn(): Promise<void> {
  return ownTurn(() => undefined);
}
