// What a release does that ends its probation: its kind, in a sentence, with the figure and the limit that it is beyond.

export interface Breach {
  readonly kind: 'loss' | 'error' | 'violation' | 'rejected' | 'divergence';
  /** For people; names figure and limit. */
  readonly text: string;
  /** A count; of a loss 1. */
  readonly figure: number;
  readonly limit: number;
}
