// Estimates the exchange's clock from received and exchange times: received now minus the smallest delay seen lately.

/** Span of each of the two buckets the minimum is taken over, microseconds. */
const BUCKET_US = 30_000_000;

/**
 * How far the exchange's clock may be ahead of ours, microseconds. A stamp further ahead is wrong; were it believed, every candle
 * up to it would close at once.
 */
export const CLOCK_LEAD_MAX_US = 5_000_000;

/**
 * The smallest difference received − exchange of the last 30 to 60 s is the fixed part of delay and clock offset; what is above
 * it is queueing. A constant offset of either clock therefore cancels out.
 */
export class ExchangeClock {
  private present = Number.POSITIVE_INFINITY;
  private former = Number.POSITIVE_INFINITY;
  private bucketEndUs = Number.NEGATIVE_INFINITY;

  reset(): void {
    this.present = Number.POSITIVE_INFINITY;
    this.former = Number.POSITIVE_INFINITY;
    this.bucketEndUs = Number.NEGATIVE_INFINITY;
  }

  /** False for a stamp too far ahead: what carries it is not to be believed in its time. */
  observe(receivedUs: number, exchangeUs: number): boolean {
    const delay = receivedUs - exchangeUs;
    if (delay < -CLOCK_LEAD_MAX_US) return false;
    if (receivedUs >= this.bucketEndUs) {
      this.former = this.present;
      this.present = Number.POSITIVE_INFINITY;
      this.bucketEndUs = receivedUs + BUCKET_US;
    }
    if (delay < this.present) this.present = delay;
    return true;
  }

  /** False until something was observed: before that nothing is known of the exchange's clock. */
  get isKnown(): boolean {
    return this.present !== Number.POSITIVE_INFINITY;
  }

  /** Smallest recent delay, microseconds. Only when `isKnown`. */
  get offsetUs(): number {
    return this.present < this.former ? this.present : this.former;
  }
}
