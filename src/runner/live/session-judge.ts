// Who may hold back what a session opens, beside its gates and a person.

export interface SessionJudge {
  /** Asked each second, cheap, never throws. Why nothing new is opened from now on; undefined where it may be. Each reason pauses a run once, until it was gone. */
  heldBack(): string | undefined;
}
