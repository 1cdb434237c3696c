// Frames of features, labels and regimes of a made-up market in which two inputs tell the next move, seeded.
import { Frame } from '../../../src/research/frames/frame.ts';
import { Random } from '../../../src/simulation/random.ts';

const MINUTE_US = 60_000_000;
const KINDS = ['trend_up', 'trend_down', 'range'] as const;

export interface PlantedMarket {
  readonly features: Frame;
  readonly labels: Frame;
  readonly regimes: Frame;
}

/** `edge`: deviations that the move is shifted by per deviation of `tell`, in ranges of `fade` against it; 0 is noise. */
export function plantedMarket(days: number, candles: number, edge: number, seed: number): PlantedMarket {
  const random = new Random(seed);
  const rows = days * candles;
  const times = new Float64Array(rows);
  const known = new Float64Array(rows);
  const [tell, fade, noise] = [0, 1, 2].map(() => new Array<number | undefined>(rows)) as (number | undefined)[][];
  const [returns, day, regime]: [(number | undefined)[], string[], string[]] = [[], [], []];
  const confidence = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const [d, at] = [Math.floor(row / candles), row % candles];
    times[row] = Date.UTC(2025, 0, 2 + d, 13) * 1000 + at * MINUTE_US;
    known[row] = times[row]! + 2 * MINUTE_US;
    day.push(new Date(Date.UTC(2025, 0, 2 + d)).toISOString().slice(0, 10));
    const kind = at < 3 ? 'undefined' : KINDS[Math.floor((3 * at) / candles)]!;
    regime.push(kind);
    confidence[row] = kind === 'undefined' ? 0 : 0.5 + 0.5 * random.float();
    const [a, b] = [random.normal(), random.normal()];
    tell![row] = at < 5 ? undefined : a;
    fade![row] = b;
    noise![row] = random.normal();
    const shift = kind === 'range' ? -edge * b : edge * a;
    const isLast = at >= candles - 2;
    returns.push(isLast ? undefined : 0.0005 * (shift + random.normal()));
  }
  const labels = Frame.fromColumns(
    {
      decision_time: times,
      known_time: Array.from(known, (time, row) => (returns[row] === undefined ? undefined : time)),
      entry_price: new Float64Array(rows).fill(5000),
      return: returns,
      day,
      contract: new Array<string>(rows).fill('WDOG25'),
    },
    { index: 'decision_time', kinds: { known_time: 'time' } },
  );
  return {
    labels,
    features: Frame.fromColumns(
      { close_time: times, tell: tell!, fade: fade!, noise: noise! },
      { index: 'close_time', marks: 'end' },
    ),
    regimes: Frame.fromColumns({ time: times, regime, regime_confidence: confidence }, { index: 'time', marks: 'end' }),
  };
}
