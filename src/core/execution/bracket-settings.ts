// How brackets are kept at the venue: deadlines of the stop, and what the broker was found to allow.

export interface BracketSettings {
  /** A filled slice without an acknowledged stop after this long is closed at market, microseconds. */
  readonly stopDeadlineUs: number;
  /** A stop that has triggered and not filled after this long is cancelled and closed at market, microseconds. */
  readonly triggeredFillUs: number;
  /** The price this many ticks beyond the trigger closes at market without waiting. */
  readonly beyondTriggerTicks: number;
  /** The broker changes a working stop; without it each filled slice has a stop of its own. */
  readonly changeStop: boolean;
  /** The broker takes stop and target of one position at once; without it only the stop rests and the target is watched here. */
  readonly bothExitsWorking: boolean;
}

export const defaultBracketSettings: BracketSettings = {
  stopDeadlineUs: 500_000,
  triggeredFillUs: 300_000,
  beyondTriggerTicks: 10,
  changeStop: false,
  bothExitsWorking: true,
};
