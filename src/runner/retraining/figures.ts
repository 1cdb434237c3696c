// What `qt backtest`, `qt paper` and `qt promote` tell of a run, as far as a retraining shows it.

import { z } from 'zod';

/** Of all days of the run. */
export const figuresSchema = z.object({ trades: z.number(), netPnlBrl: z.number(), maxDrawdownBrl: z.number() });

export type Figures = z.infer<typeof figuresSchema>;
