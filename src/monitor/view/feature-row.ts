// One input of the model as it stands, beside what it was like in training.

export interface FeatureRow {
  readonly feature: string;
  /** Null where it was not ready. */
  readonly value: number | null;
  /** Smallest and largest value of the training; null where the model does not tell. */
  readonly trainedLow: number | null;
  readonly trainedHigh: number | null;
  readonly isOutsideTraining: boolean;
  /** Where the value lies in the range of its training: 0 its lowest, 1 its highest; null where unknown. */
  readonly placeInRange: number | null;
  /** Candles since its value was new, where it was carried on; null where it is fresh. */
  readonly ageCandles: number | null;
}
