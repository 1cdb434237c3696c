// Asks the library whether it is responsive, one question at a time, and knows for how long it has owed the answer.

/** GetHealthStatus: 0 responsive, 1 frozen. */
const FROZEN = 1;
/** An answer within this time is no delay worth telling. */
const PROMPT_MS = 1_000;

export type Health = 'responsive' | 'frozen' | 'unknown';

export class HealthQuestion {
  answer: Health = 'unknown';
  private readonly question: (() => Promise<number>) | undefined;
  private askedMs: number | undefined;

  /** Undefined: a build that cannot tell. */
  constructor(question: (() => Promise<number>) | undefined) {
    this.question = question;
  }

  ask(nowMs: number): void {
    if (this.question === undefined || this.askedMs !== undefined) return;
    this.askedMs = nowMs;
    this.question().then(
      (status) => this.answered(status === FROZEN ? 'frozen' : 'responsive'),
      () => this.answered('unknown'),
    );
  }

  /** 0 unless an answer is overdue. */
  pendingMs(nowMs: number): number {
    const ms = this.askedMs === undefined ? 0 : nowMs - this.askedMs;
    return ms < PROMPT_MS ? 0 : ms;
  }

  private answered(health: Health): void {
    this.askedMs = undefined;
    this.answer = health;
  }
}
