// What a live run tells whoever works between two of its sessions.

/** Called on the engine's thread: nothing here may throw or wait. Times are microseconds UTC. */
export interface BetweenSessions {
  /** The session of a day has ended at its close. */
  ended(day: string, nowUs: number): void;
  /** Several times a second until the next session begins, at `beginUs`. */
  idle(nowUs: number, beginUs: number): void;
  /** A session begins now: whatever is under way has to end. */
  begins(): void;
}
