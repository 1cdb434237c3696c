// A smooth function with its gradient and the weight of an L1 term in; the place of the least sum, step by step, out.

export interface SmoothFunction {
  readonly size: number;
  /** Writes the gradient to `out`; gives the value. */
  readonly valueAt: (x: Float64Array, out: Float64Array) => number;
  /** L1 weight of each parameter, 0 or more. */
  readonly l1: Float64Array;
}

/** Pairs of steps that the curvature is made of. */
const MEMORY = 10;
const SUFFICIENT = 1e-4;
const MAX_HALVINGS = 40;

/**
 * Orthant-wise limited-memory quasi-Newton (Andrew and Gao 2007); without L1 it is L-BFGS (Nocedal 1980) with backtracking. Begins at 0.
 * `step()` moves once; `gradient` is the largest component of the pseudo-gradient, 0 at the minimum.
 */
export class QuasiNewton {
  readonly x: Float64Array;
  value: number;
  readonly #function: SmoothFunction;
  readonly #slope: Float64Array;
  readonly #pseudo: Float64Array;
  readonly #pairs: { readonly s: Float64Array; readonly y: Float64Array; readonly curvature: number }[] = [];

  constructor(smooth: SmoothFunction) {
    this.#function = smooth;
    this.x = new Float64Array(smooth.size);
    this.#slope = new Float64Array(smooth.size);
    this.#pseudo = new Float64Array(smooth.size);
    this.value = smooth.valueAt(this.x, this.#slope) + this.#penalty(this.x);
    this.#refreshPseudo();
  }

  get gradient(): number {
    return this.#pseudo.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  }

  /** False where no step along the direction makes the value less: it is as small as its arithmetic allows. */
  step(): boolean {
    const direction = this.#direction();
    const { size, valueAt } = this.#function;
    const orthant = Float64Array.from(this.x, (value, i) => Math.sign(value) || -Math.sign(this.#pseudo[i]!));
    const next = new Float64Array(size);
    const slope = new Float64Array(size);
    let share = this.#pairs.length === 0 ? Math.min(1, 1 / Math.hypot(...direction)) : 1;
    for (let halving = 0; halving < MAX_HALVINGS; halving++, share /= 2) {
      let expected = 0;
      for (let i = 0; i < size; i++) {
        const moved = this.x[i]! + share * direction[i]!;
        // a weight that would change its sign stops at 0
        next[i] = this.#function.l1[i]! > 0 && Math.sign(moved) !== orthant[i] ? 0 : moved;
        expected += this.#pseudo[i]! * (next[i]! - this.x[i]!);
      }
      const value = valueAt(next, slope) + this.#penalty(next);
      if (value <= this.value + SUFFICIENT * expected && value < this.value) {
        this.#accept(next, slope, value);
        return true;
      }
    }
    // what is known of the curvature may be what leads astray
    if (this.#pairs.length === 0) return false;
    this.#pairs.length = 0;
    return this.step();
  }

  #accept(next: Float64Array, slope: Float64Array, value: number): void {
    const s = next.map((each, i) => each - this.x[i]!);
    const y = slope.map((each, i) => each - this.#slope[i]!);
    const curvature = dot(s, y);
    if (curvature > 1e-14 * dot(y, y)) {
      this.#pairs.push({ s, y, curvature });
      if (this.#pairs.length > MEMORY) this.#pairs.shift();
    }
    this.x.set(next);
    this.#slope.set(slope);
    this.value = value;
    this.#refreshPseudo();
  }

  /** Against the pseudo-gradient, bent by the curvature; never up in any component that L1 keeps. */
  #direction(): Float64Array {
    const d = this.#pseudo.map((value) => -value);
    const shares: number[] = [];
    for (const { s, y, curvature } of this.#pairs.toReversed()) {
      const share = dot(s, d) / curvature;
      shares.push(share);
      for (let i = 0; i < d.length; i++) d[i] = d[i]! - share * y[i]!;
    }
    const last = this.#pairs.at(-1);
    if (last !== undefined) {
      const scale = last.curvature / dot(last.y, last.y);
      for (let i = 0; i < d.length; i++) d[i] = d[i]! * scale;
    }
    for (const { s, y, curvature } of this.#pairs) {
      const share = shares.pop()! - dot(y, d) / curvature;
      for (let i = 0; i < d.length; i++) d[i] = d[i]! + share * s[i]!;
    }
    for (let i = 0; i < d.length; i++) if (this.#function.l1[i]! > 0 && d[i]! * this.#pseudo[i]! >= 0) d[i] = 0;
    return d;
  }

  /** The direction of steepest descent, where an L1 term has a corner: 0 if it holds the parameter there. */
  #refreshPseudo(): void {
    const { l1 } = this.#function;
    for (let i = 0; i < this.x.length; i++) {
      const slope = this.#slope[i]!;
      const corner = l1[i]!;
      if (this.x[i]! !== 0) this.#pseudo[i] = slope + Math.sign(this.x[i]!) * corner;
      else if (slope + corner < 0) this.#pseudo[i] = slope + corner;
      else this.#pseudo[i] = slope - corner > 0 ? slope - corner : 0;
    }
  }

  #penalty(x: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += this.#function.l1[i]! * Math.abs(x[i]!);
    return sum;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
