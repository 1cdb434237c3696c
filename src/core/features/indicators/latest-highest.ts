// Numbers in; how many pushes ago the highest of the last `window` of them came, the latest of equal ones, out.

/** Keeps the numbers that no later one reaches, oldest and highest first. Amortised constant time. Lowest numbers: push their negatives. */
export class LatestHighest {
  readonly window: number;
  ready = false;
  /** 0 where the newest is the highest, up to `window` − 1. */
  age = 0;
  /** A ring of what is kept: each number and when it was pushed. */
  private readonly numbers: Float64Array;
  private readonly times: Int32Array;
  private oldest = 0;
  private kept = 0;
  /** Pushes so far, modulo twice the window: enough to tell ages. */
  private time = 0;
  private pushes = 0;

  constructor(window: number) {
    this.window = window;
    this.numbers = new Float64Array(window);
    this.times = new Int32Array(window);
  }

  push(x: number): void {
    const { window, numbers, times } = this;
    this.time = this.time + 1 === 2 * window ? 0 : this.time + 1;
    if (this.kept > 0 && this.ageOf(this.oldest) >= window) {
      this.oldest = this.oldest + 1 === window ? 0 : this.oldest + 1;
      this.kept--;
    }
    while (this.kept > 0 && numbers[this.place(this.kept - 1)]! <= x) this.kept--;
    const place = this.place(this.kept);
    numbers[place] = x;
    times[place] = this.time;
    this.kept++;
    this.age = this.ageOf(this.oldest);
    if (this.pushes < window) this.ready = ++this.pushes === window;
  }

  private place(k: number): number {
    const index = this.oldest + k;
    return index < this.window ? index : index - this.window;
  }

  private ageOf(place: number): number {
    const age = this.time - this.times[place]!;
    return age < 0 ? age + 2 * this.window : age;
  }
}
