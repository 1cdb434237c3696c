// What a session knows of the channel that it was started by: the release that shall take the place of its own, and how it is taken.

import type { RunPlan } from '../run-plan.ts';

/** A release that the channel names, and that does not run yet. */
export interface NextRelease {
  readonly release: string;
  /** Promoted, or gone back to. */
  readonly action: 'promote' | 'rollback';
  /** Who has moved the channel, when, and why where it was said. */
  readonly by: string;
  readonly at: string;
  readonly reason: string | undefined;
  /** `waiting`: not looked at yet. `proving`: being verified. `ready`: would run here. `refused`: would not, by `why`. */
  readonly state: 'waiting' | 'proving' | 'ready' | 'refused';
  /** Why it is refused; empty where it is not. */
  readonly why: string;
}

export interface TakenRelease {
  readonly release: string;
  readonly plan: RunPlan;
}

/** The channel that a session was started by. */
export interface FollowedChannel {
  /** STRATEGY@STAGE. */
  readonly name: string;
  /** Asked several times a second. Undefined while the channel names the release that runs, or cannot be read. */
  look(): NextRelease | undefined;
  /** Verifies what `look` names, loads it, and reads what it is warmed up with on that day (YYYY-MM-DD). Resolves when it is ready or refused; never rejects. What was refused is verified again once a minute, and on another day. */
  prove(day: string): Promise<void>;
  /** With nothing held: what `look` says is `ready` runs from now on, and the one before is closed; where nothing is ready, the one that runs. */
  take(): TakenRelease;
  /**
   * Points the channel to the release before the one that runs; a sentence on what that undoes. Asked again before that was taken it moves
   * nothing. Throws a UserError where there is none.
   */
  rollBack(by: string, reason: string): string;
}
