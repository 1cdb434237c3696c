// Labels and the candles that they look at in; rows drawn one after the other, each as likely as it is unique beside those drawn before, out.

import { Random } from '../../simulation/random.ts';
import type { Frame } from '../frames/frame.ts';
import { firstRowFrom } from '../frames/sorted-times.ts';
import { checkFields, checkWholeOption } from './label-error.ts';
import { type LabelSpans, labelSpans } from './label-spans.ts';

export interface SequentialBootstrap {
  /** Default: as many as there are labels. */
  readonly draws?: number | undefined;
  readonly seed: number;
}

/**
 * Row numbers of `labels` in the order in which they were drawn; a row may come more than once. The same seed gives the same rows. López de
 * Prado 2018, section 4.5. UserErrors `bad-option`, `label-rows`, `frame-column`.
 */
export function sequentialBootstrap(labels: Frame, candles: Frame, options: SequentialBootstrap): Uint32Array {
  checkFields('options', options, ['draws', 'seed']);
  checkWholeOption('seed', options.seed, 0);
  const spans = labelSpans(labels, candles);
  const { draws = spans.row.length } = options;
  checkWholeOption('draws', draws, 0);
  const random = new Random(options.seed, 'sequential-bootstrap');
  const draw = new SequentialDraw(spans);
  const drawn = new Uint32Array(spans.row.length === 0 ? 0 : draws);
  for (let nth = 0; nth < drawn.length; nth++) {
    const at = draw.labelAt(random.float());
    draw.take(at);
    drawn[nth] = spans.row[at]!;
  }
  return drawn;
}

/**
 * How likely each label is to be drawn next. A draw changes only labels that share a candle with it, each by the difference of two running
 * sums; a tree of sums finds the label of a random number. So a draw takes time by the labels beside it, not by all labels.
 */
export class SequentialDraw {
  /** Average uniqueness of each label beside those that were taken. */
  readonly uniqueness: Float64Array;
  private readonly spans: LabelSpans;
  /** First candles as times, ascending as the labels are. */
  private readonly firsts: Float64Array;
  private readonly taken: Int32Array;
  private readonly longest: number;
  /** Sums of the uniqueness of stretches of labels (Fenwick 1994); the places count from 1. */
  private readonly tree: Float64Array;
  private readonly top: number;

  constructor(spans: LabelSpans) {
    const labels = spans.row.length;
    this.spans = spans;
    this.firsts = Float64Array.from(spans.first);
    this.taken = new Int32Array(spans.candles);
    this.longest = spans.first.reduce((most, first, at) => Math.max(most, spans.last[at]! - first + 1), 0);
    this.uniqueness = new Float64Array(labels).fill(1);
    // each place sums as many labels as its lowest bit says, and all of them are 1
    this.tree = Float64Array.from({ length: labels + 1 }, (_, place) => place & -place);
    this.top = labels === 0 ? 0 : 2 ** Math.floor(Math.log2(labels));
  }

  /** Counts a label as drawn. */
  take(at: number): void {
    const { first, last } = this.spans;
    const [from, to] = [first[at]!, last[at]!];
    const lost = new Float64Array(to - from + 2);
    for (let candle = from; candle <= to; candle++) {
      const count = ++this.taken[candle]!;
      lost[candle - from + 1] = lost[candle - from]! + 1 / count - 1 / (count + 1);
    }
    const end = firstRowFrom(this.firsts, to + 1);
    for (let other = firstRowFrom(this.firsts, from - this.longest + 1); other < end; other++) {
      const [start, stop] = [Math.max(from, first[other]!), Math.min(to, last[other]!)];
      if (start > stop) continue;
      const share = (lost[stop - from + 1]! - lost[start - from]!) / (last[other]! - first[other]! + 1);
      this.uniqueness[other]! -= share;
      for (let place = other + 1; place < this.tree.length; place += place & -place) this.tree[place]! -= share;
    }
  }

  /** The label under a share, 0 to below 1, of all uniqueness. */
  labelAt(share: number): number {
    const labels = this.uniqueness.length;
    let total = 0;
    for (let place = labels; place > 0; place -= place & -place) total += this.tree[place]!;
    let rest = share * total;
    let place = 0;
    for (let step = this.top; step > 0; step >>= 1) {
      const next = place + step;
      if (next > labels || this.tree[next]! > rest) continue;
      place = next;
      rest -= this.tree[next]!;
    }
    return Math.min(place, labels - 1);
  }
}
