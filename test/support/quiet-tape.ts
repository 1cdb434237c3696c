// Takes a length; gives a session in which the price stays at 5500, with minutes of warm-up before it.
import { Tape, type TapeOptions } from './tape.ts';

/** `warmup` minutes before the open, then a quote and a trade each ten seconds while `tradesUntil` lasts. */
export function quiet(seconds: number, warmup = 60, tradesUntil = seconds, options: TapeOptions = {}): Tape {
  const tape = new Tape({ ...options, seconds });
  for (let minute = warmup; minute > 0; minute--) tape.warmupBar(minute * 60, 5500);
  for (let second = 1; second < tradesUntil; second += 10) {
    tape.quote(second, 5499.5, 5500, 500, 500);
    tape.trade(second + 1, 5500, 1, { aggressor: 'buyer' });
  }
  return tape;
}
