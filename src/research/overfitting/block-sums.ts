// Takes the days of trials cut into blocks; gives the performance of each trial over any set of blocks without adding up days again.

/** `sharpe`: mean ÷ sample standard deviation of a day; 0 where no day differs. `mean`: the mean of a day. */
export type Performance = 'sharpe' | 'mean';

/** What is left of a variance by rounding, as a share of the mean square. */
const ROUNDING = 1e-13;

/** Sums over every set of some of the blocks: set after set, in it trial after trial. */
interface SetSums {
  readonly days: Float64Array;
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

export class BlockSums {
  private readonly trials: number;
  private readonly split: number;
  private readonly means: Float64Array;
  private readonly scales: Float64Array;
  private readonly low: SetSums;
  private readonly high: SetSums;

  /** `series`: at least one trial, all of the same number of days, at least as many as blocks. */
  constructor(series: readonly Float64Array[], blocks: number) {
    this.trials = series.length;
    this.split = Math.floor(blocks / 2);
    const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
    this.means = Float64Array.from(series, (daily) => sumOf(daily) / daily.length);
    this.scales = Float64Array.from(series, (daily) => sumOf(daily.map((value) => value * value)) / daily.length);
    this.low = setSums(series, this.means, blocks, 0, this.split);
    this.high = setSums(series, this.means, blocks, this.split, blocks);
  }

  /** Writes the performance of each trial over the blocks whose bit is set. Allocates nothing. */
  performance(bits: number, of: Performance, into: Float64Array): void {
    const { trials, low, high, means, scales } = this;
    const lowSet = bits & ((1 << this.split) - 1);
    const highSet = bits >>> this.split;
    const days = low.days[lowSet]! + high.days[highSet]!;
    const [lowAt, highAt] = [lowSet * trials, highSet * trials];
    for (let trial = 0; trial < trials; trial += 1) {
      const above = (low.sums[lowAt + trial]! + high.sums[highAt + trial]!) / days;
      const mean = means[trial]! + above;
      if (of === 'mean') {
        into[trial] = mean;
        continue;
      }
      const square = low.squares[lowAt + trial]! + high.squares[highAt + trial]!;
      const variance = (square - days * above * above) / (days - 1);
      into[trial] = variance > ROUNDING * scales[trial]! ? mean / Math.sqrt(variance) : 0;
    }
  }
}

/** Of what is above the mean of each trial; blocks differ by one day at most. */
function setSums(
  series: readonly Float64Array[],
  means: Float64Array,
  blocks: number,
  fromBlock: number,
  toBlock: number,
): SetSums {
  const trials = series.length;
  const sets = 2 ** (toBlock - fromBlock);
  const total = series[0]!.length;
  const days = new Float64Array(sets);
  const sums = new Float64Array(sets * trials);
  const squares = new Float64Array(sets * trials);
  for (let set = 1; set < sets; set += 1) {
    const lowest = set & -set;
    const rest = set - lowest;
    const block = fromBlock + 31 - Math.clz32(lowest);
    const [from, to] = [Math.floor((block * total) / blocks), Math.floor(((block + 1) * total) / blocks)];
    days[set] = days[rest]! + to - from;
    for (let trial = 0; trial < trials; trial += 1) {
      let [sum, square] = [0, 0];
      if (rest !== 0) {
        sum = sums[rest * trials + trial]! + sums[lowest * trials + trial]!;
        square = squares[rest * trials + trial]! + squares[lowest * trials + trial]!;
      } else {
        const daily = series[trial]!;
        for (let day = from; day < to; day += 1) {
          sum += daily[day]! - means[trial]!;
          square += (daily[day]! - means[trial]!) ** 2;
        }
      }
      sums[set * trials + trial] = sum;
      squares[set * trials + trial] = square;
    }
  }
  return { days, sums, squares };
}
