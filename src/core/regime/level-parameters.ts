// The settings of support and resistance, the same for every detector, and their defaults.

export interface LevelParameters {
  readonly atrPeriod: number;
  /** Candles on each side of a swing. */
  readonly swingCandles: number;
  /** Swings this close, in ATR, are one level. */
  readonly levelToleranceAtr: number;
  readonly levelMaxAgeCandles: number;
  readonly levelMinTouches: number;
  /** A close this near to a level, in ATR, is at support or resistance. */
  readonly nearAtr: number;
}

export const defaultLevelParameters: LevelParameters = {
  atrPeriod: 14,
  swingCandles: 3,
  levelToleranceAtr: 0.5,
  levelMaxAgeCandles: 240,
  levelMinTouches: 1,
  nearAtr: 0.5,
};

/** Those that are whole numbers, with the least that each may be. */
export const wholeLevelParameters = {
  atrPeriod: 1,
  swingCandles: 1,
  levelMaxAgeCandles: 1,
  levelMinTouches: 1,
} as const;
