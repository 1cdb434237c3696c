// The three labels of López de Prado 2018, section 4.5.3, as frames: y1 on the returns 0 to 3, y2 on 2 to 4, y3 on 4 to 6.

import { Frame } from '../../../src/research/frames/frame.ts';
import { MINUTE_US } from './label-frames.ts';

/** Six candles; the n-th return is that of the candle which ends at minute n. */
export const bookCandles = Frame.fromColumns(
  { close_time: Float64Array.from([1, 2, 3, 4, 5, 6], (minute) => minute * MINUTE_US) },
  { index: 'close_time', marks: 'end' },
);

export const bookLabels = Frame.fromColumns(
  {
    decision_time: Float64Array.from([0, 2, 4], (minute) => minute * MINUTE_US),
    known_time: Float64Array.from([3, 4, 6], (minute) => minute * MINUTE_US),
  },
  { index: 'decision_time', kinds: { known_time: 'time' } },
);
