// One cell that runs: what it waits for, and how it is interrupted.

export class InterruptedError extends Error {
  override readonly name = 'Interrupted';

  constructor() {
    super('The cell was interrupted');
  }
}

export class CellRun {
  readonly token: string;
  readonly executionCount: number;
  /** Somebody is there who can be asked for input. */
  readonly canAsk: boolean;
  /** Rejects when the cell is interrupted; never resolves. */
  readonly interrupted: Promise<never>;
  isInterrupted = false;
  /** False when its reply was given: what goes on after that is not waited for. */
  isOpen = true;
  private readonly waits = new Set<(reason: Error) => void>();
  private reject: (reason: Error) => void = () => undefined;

  constructor(token: string, executionCount: number, canAsk: boolean) {
    this.token = token;
    this.executionCount = executionCount;
    this.canAsk = canAsk;
    this.interrupted = new Promise((_, reject) => {
      this.reject = reject;
    });
    // whoever waits for it hears of it; nobody has to
    this.interrupted.catch(() => undefined);
  }

  /** What is waited for, or the interrupt. */
  wait<T>(awaited: PromiseLike<T>): Promise<T> {
    if (this.isInterrupted) return Promise.reject(new InterruptedError());
    return new Promise((resolve, reject) => {
      this.waits.add(reject);
      const done = (): boolean => this.waits.delete(reject);
      awaited.then(
        (value) => {
          done();
          resolve(value);
        },
        (error: Error) => {
          done();
          reject(error);
        },
      );
    });
  }

  interrupt(): void {
    if (!this.isOpen || this.isInterrupted) return;
    this.isInterrupted = true;
    const error = new InterruptedError();
    for (const reject of this.waits) reject(error);
    this.waits.clear();
    this.reject(error);
  }
}
