// Candles with their session in; the number of trades per second of the time that the market was open out.

import type { Candle } from '../../candles/candle.ts';
import type { SessionContext } from '../session-context.ts';

const DAY_US = 86_400_000_000;

export class TradeRate {
  /** The candle counts its trades, and the market was open in some of it. */
  ready = false;
  /** Meaningless unless `ready`. */
  perSecond = Number.NaN;

  /**
   * A candle of a warm-up stands before the session that it is given with; of its own session the hours are not known. It is cut at the
   * present session's closing time on its day, and where all of it lies after that, at nothing.
   */
  push(candle: Candle, { openUs, closeUs }: SessionContext): void {
    const { openTimeUs, closeTimeUs } = candle;
    const isEarlier = closeTimeUs <= openUs;
    const days = isEarlier ? Math.floor((openUs - closeTimeUs) / DAY_US) + 1 : 0;
    const closingUs = closeUs - days * DAY_US;
    const fromUs = isEarlier ? openTimeUs : Math.max(openTimeUs, openUs);
    const untilUs = isEarlier && openTimeUs >= closingUs ? closeTimeUs : Math.min(closeTimeUs, closingUs);
    this.ready = candle.hasTrades && untilUs > fromUs;
    if (this.ready) this.perSecond = candle.trades / ((untilUs - fromUs) / 1e6);
  }
}
