// The traded instrument as execution may see it now: phase, last price and touch in whole ticks; nothing where it is not known.

export interface MarketView {
  /** Continuous trading: stops trigger and market orders are taken. */
  readonly isOpen: boolean;
  /** Last price of the market; undefined before the first, and while what is told is of the past. */
  readonly lastTicks: number | undefined;
  readonly bidTicks: number | undefined;
  readonly askTicks: number | undefined;
  /** Price limits of the day, where they are known. */
  readonly lowLimitTicks: number | undefined;
  readonly highLimitTicks: number | undefined;
}

/** Before an instrument is known: nothing to go by. */
export const noMarket: MarketView = {
  isOpen: true,
  lastTicks: undefined,
  bidTicks: undefined,
  askTicks: undefined,
  lowLimitTicks: undefined,
  highLimitTicks: undefined,
};
