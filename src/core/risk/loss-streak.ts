// A strategy's contracts and net result, looked at again and again, in; losing round trips in a row, and when the pause for them ends, out.

/** A round trip is what lies between two looks at a flat position; one that ends at or above nothing breaks the streak. */
export class LossStreak {
  private losses = 0;
  private coolUntilUs = 0;
  private tradedBefore = 0;
  private netBeforeE4 = 0;

  /**
   * `netE4`: realised net result since the beginning, exact while flat. `contractsTraded`: of all fills since the beginning.
   * True when the streak has just become long enough for a pause.
   */
  look(
    quantity: number,
    contractsTraded: number,
    netE4: number,
    nowUs: number,
    limits: { readonly lossStreakTrades?: number; readonly coolDownUs: number },
  ): boolean {
    if (quantity !== 0 || contractsTraded === this.tradedBefore) return false;
    const resultE4 = netE4 - this.netBeforeE4;
    this.tradedBefore = contractsTraded;
    this.netBeforeE4 = netE4;
    // written so that NaN counts as a loss
    this.losses = resultE4 >= 0 ? 0 : this.losses + 1;
    const { lossStreakTrades, coolDownUs } = limits;
    if (lossStreakTrades === undefined || this.losses < lossStreakTrades) return false;
    this.losses = 0;
    this.coolUntilUs = nowUs + coolDownUs;
    return true;
  }

  /** End of the pause, microseconds; 0 where there never was one. */
  get untilUs(): number {
    return this.coolUntilUs;
  }

  /** A new session: the streak and its pause are over; what was traded and earned before it is no trade of it. */
  startSession(contractsTraded: number, netE4: number): void {
    this.losses = 0;
    this.coolUntilUs = 0;
    this.tradedBefore = contractsTraded;
    this.netBeforeE4 = netE4;
  }
}
