// The number of features in; what a reader must know before the list out: notation, and what holds for every feature.

export interface IntroductionPart {
  readonly title?: string;
  /** Code stands between backticks. */
  readonly paragraphs: readonly string[];
  readonly list: readonly (readonly [string, string])[];
}

const NOTATION: readonly (readonly [string, string])[] = [
  ['`o h l c v n`', 'open, high, low, close, contracts and number of trades of a candle'],
  ['`x[k]`', 'x as it was k candles earlier'],
  ['`Σ … over n candles`', 'the last n candles, the one just closed included'],
  ['`sma(x, n)` `ema(x, n)` `wilder(x, n)`', 'simple and exponential average, and that of Wilder, of n values of x'],
  ['`mean(x, n)` `var(x, n)` `stddev(x, n)` `max(x, n)` `min(x, n)`', 'of the last n values of x'],
  ['`buy` `sell`', 'contracts whose aggressor was the buyer, the seller'],
  [
    '`_n`',
    'in a row with several ids `n` (or the letter of its formula) is the number in the id; with two numbers `fast` and `slow`',
  ],
];

const FACTS: readonly (readonly [string, string])[] = [
  ['unit, range', 'a range stands where values cannot leave it. Returns are fractions: 0.001 is 0.1 %'],
  [
    'reads',
    '`candles` prices and volume; `trades` the number of trades of a candle; `flow` contracts by aggressor; `tape` each trade; `agents` brokers; `quotes` best prices; `book` the levels below; `clock` the calendar; `sessions` facts of earlier sessions',
  ],
  ['first at', 'the candle (counted from 1) of the first value: the warm-up W, not one later'],
  [
    'settled at',
    'recursive features go on remembering where they began. From this candle on the value differs by less than 1e-6 from that of an endless history. Left out where it is W',
  ],
  [
    'continue · reset · skip gap',
    'at the start of a session: windows run on · begin anew · run on, but the overnight move is left out',
  ],
  [
    'fresh · held',
    'at a decision between two candles: computed of what is known now (`now`) · the value of the last closed candle',
  ],
];

export function introduction(count: number): readonly IntroductionPart[] {
  return [
    {
      paragraphs: [
        `${count} features. A strategy computes only those that it names; what several of them need is computed once. The same objects run in notebooks, backtests and live, so their numbers are equal to the bit.`,
        '`qt features list` and `qt features show ID` print the same on a terminal. `qt features page --instrument WDOFUT --day 2025-10-15 --out features.html` makes this page with pictures of your own data. How to write your own: [own-features.md](own-features.md).',
      ],
      list: [],
    },
    { title: 'Notation', paragraphs: [], list: NOTATION },
    { title: 'The third column', paragraphs: [], list: FACTS },
    {
      title: 'What holds for all',
      paragraphs: [
        '**Not ready.** Before W, or where an input is missing or a formula has no result (a division by zero, a flat window), a feature has no value: `undefined`, a missing value in a column. It is never 0 and never NaN. A model that lacks an input is a HOLD.',
        "**Missing values.** `lastValid(feature, { candles: 3 })` lets the last value stand in for at most 3 candles; its age stands beside it in the vector, and the share of such values in a column `filled_share`. The policy is part of the model's schema.",
        '**State.** Each session starts from the same candles: as many before it as the largest `settled` of the strategy (at least 50), or its `warmupCandles`. So a value depends on neither the day a backtest began nor the hour of a restart.',
        "**Prices and rolls.** Prices are those of one contract, unadjusted. Warm-up does not cross a roll unless a strategy asks for it with `warmupAcrossRoll`; then earlier candles are moved to the new contract's prices. The jump of a roll reaches no feature. Usual volumes and trade sizes follow the continuous series; pivots and gaps are those of the contract's own session before.",
        '**Between candles.** Clock, book, brokers and most of order flow are fresh at every decision. A fresh value at the very end of a candle is exactly the one that the candle then gives. All others are held, and a decision knows the age of their candle.',
        '**Schema.** A model names its inputs by id. `schemaHash` is the sha256 over ids in order, parameters, versions and missing policies. `version` is raised when a feature gives other numbers for the same market: a model that was trained on the old ones is then refused.',
      ],
      list: [],
    },
    {
      title: 'Pictures',
      paragraphs: [
        "Each picture is one session: the feature in blue, the close above it in grey, a thin line at 0 where the feature changes sign; of features that leap from candle to candle only the last 110 candles. In a row with several ids it is the middle one's. Scales differ from picture to picture, and there are none: a picture shows a shape. Its text names the market.",
      ],
      list: [],
    },
  ];
}
