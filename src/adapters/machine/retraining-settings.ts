// The field `retraining` of machine.json: which strategy's model is trained anew after a session, on what, and for how long at most.

import { z } from 'zod';
import { parseCandleInterval } from '../../core/candles/candle-interval.ts';

const span = z
  .string()
  .regex(/^[1-9]\d{0,4}[smh]$/, 'write a span as 30m')
  .refine((text) => intervalUs(text) !== undefined, 'is 12h at most');

export const retrainingSettings = z.strictObject({
  /** Its model is trained; the strategy is that of the checkout. */
  strategy: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'is no name of a strategy'),
  /** So long after the close of a session it begins. */
  afterClose: span.default('30m'),
  /** It is ended when it has taken so long, and always before the next session. */
  timeLimit: span.default('3h'),
  /** Sessions trained on: those before the validated ones. */
  days: z.int().min(1).max(1000),
  /** The newest sessions: kept from the training, and traded by both releases to compare them. */
  validationDays: z.int().min(1).max(250).default(20),
  /** So many times `validationDays` are validated, each span by a model of the days before it; the newest is the candidate. */
  rolls: z.int().min(1).max(60).default(1),
  /** Root, continuous name or contract; the strategy's own where absent. */
  instrument: z
    .string()
    .regex(/^[A-Z][A-Z0-9]{1,11}$/, 'is no instrument')
    .optional(),
  /** Candles to train on, or `trades`: candles built of what was recorded; where absent that of the recipe, else candles-1m. */
  kind: z
    .string()
    .regex(/^(trades|candles-[1-9]\d{0,8}[smh])$/, 'is trades, or candles such as candles-1m')
    .optional(),
  /** What is asked of a candidate before it is proposed; the defaults of `ProposalSettings` where absent. */
  proposal: z
    .strictObject({
      probability: z.number().min(0.5).max(1).optional(),
      drawdownFactor: z.number().min(1).max(10).optional(),
      leastDays: z.int().min(10).max(1000).optional(),
      requireGates: z.boolean().optional(),
    })
    .optional(),
  /** A rehearsal: so many days of the synthetic market to train on in place of `days`. */
  syntheticDays: z.int().min(1).max(1000).optional(),
  /** Of the synthetic market. */
  seed: z.int().min(0).max(4_294_967_295).optional(),
});

export type RetrainingSettings = Readonly<z.infer<typeof retrainingSettings>>;

/** A span of these settings in milliseconds. */
export function spanMs(text: string): number {
  return (intervalUs(text) ?? 0) / 1000;
}

function intervalUs(text: string): number | undefined {
  const interval = parseCandleInterval(text);
  return interval?.kind === 'time' ? interval.us : undefined;
}
