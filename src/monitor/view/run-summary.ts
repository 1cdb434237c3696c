// One run as the list and the header of the page show it: what was run, and whether its process lives.

/**
 * `running`: its process is there. `asleep`: the run has ended and its process waits for the next session. `ended`: in order.
 * `dead`: the process is gone and the run was never ended. `unreadable`: run.json cannot be read; `text` says why. A process that is there and does not
 * answer (`hung`) is told by whoever asks its control socket.
 */
export type RunStateKind = 'running' | 'asleep' | 'ended' | 'dead' | 'hung' | 'unreadable';

export interface RunState {
  readonly kind: RunStateKind;
  /** For people, in English. */
  readonly text: string;
  /** When it was looked at, microseconds UTC. */
  readonly atUs: number;
}

export interface RunSummary {
  /** Name of its folder: the `:run` of every path. */
  readonly run: string;
  readonly state: RunState;
  /** Null where run.json cannot be read. */
  readonly facts: RunFacts | null;
}

/** Of run.json. */
export interface RunFacts {
  readonly mode: 'backtest' | 'replay' | 'paper' | 'shadow' | 'demo' | 'live' | 'capture';
  readonly strategy: string;
  /** Such as WDOFUT: what the strategy asked for; null where the run does not say. */
  readonly instrument: string | null;
  readonly release: string | null;
  readonly model: string | null;
  /** YYYY-MM-DD of a session against the host; null for runs of recorded days. */
  readonly sessionDay: string | null;
  /** Null where no orders are sent to an account. */
  readonly account: string | null;
  readonly provenance: 'exchange' | 'simulated' | 'synthetic';
  readonly capitalBrl: number;
  readonly startedAtUs: number;
  /** Null while it runs, and after a crash. */
  readonly finishedAtUs: number | null;
  readonly pid: number;
}
