// What the model of a strategy is trained on: its market and the kind of its parts.

export interface TrainingSource {
  /** Root, continuous name or contract. */
  readonly symbol: string;
  /** Kind of the parts, such as candles-1m; each day's finest where absent. */
  readonly kind: string | undefined;
}

/** As a recipe or a person says it; of what is traded where no symbol is named. */
export interface WantedSource extends Omit<TrainingSource, 'symbol'> {
  readonly symbol: string | undefined;
}
