// The limits of risk that machine.json may hold in; those in the units of the engine out: they tighten a release's, and never widen them.

import { z } from 'zod';
import { parseCandleInterval } from '../../core/candles/candle-interval.ts';
import { US_PER_SECOND } from '../../core/market/civil-time.ts';
import { type RiskLimits, wider } from '../../core/risk/risk-limits.ts';

const fraction = z.number().gt(0, 'is a fraction above 0').max(1, 'is a fraction: 0.02 is two per cent');
const span = z.string().regex(/^[1-9]\d{0,8}[smh]$/, 'write a span as 15m');
const whole = z.int().min(0);

export const machineLimits = z.strictObject({
  riskPerTrade: fraction.optional(),
  dailyLossLimit: fraction.optional(),
  maxPositions: whole.optional(),
  maxContracts: whole.optional(),
  flattenBeforeClose: span.optional(),
  stopSlippageTicks: whole.optional(),
  maxGrossContracts: whole.optional(),
  maxOrderContracts: whole.optional(),
  maxNetExposureBrl: z.number().min(0).max(1_000_000_000).optional(),
  maxDrawdown: fraction.optional(),
  lossStreak: z.strictObject({ trades: z.int().min(1), coolDown: span }).optional(),
  collarTicks: whole.optional(),
  ordersPerMinute: whole.optional(),
  noEntryBeforeClose: span.optional(),
  minDaysToRoll: whole.optional(),
});

const NAMES: Readonly<Partial<Record<keyof RiskLimits, string>>> = {
  flattenBeforeCloseUs: 'flattenBeforeClose',
  noEntryBeforeCloseUs: 'noEntryBeforeClose',
  lossStreakTrades: 'lossStreak.trades',
  coolDownUs: 'lossStreak.coolDown',
};

/** Limits of the machine that the release's are tighter than, a sentence each: whoever set them believes that they hold. */
export function idleLimits(limits: z.infer<typeof machineLimits>, release: RiskLimits): readonly string[] {
  const given = tighterLimits(limits);
  return wider(release, given).map((field) => {
    const value = (of: Partial<RiskLimits>): string =>
      field.endsWith('Us') ? `${of[field]! / US_PER_SECOND} s` : `${of[field]}`;
    return `limits.${NAMES[field] ?? field} of machine.json has no effect: ${value(given)} is wider than the release's ${value(release)}`;
  });
}

/** Only what is set. */
export function tighterLimits(limits: z.infer<typeof machineLimits>): Partial<RiskLimits> {
  const { flattenBeforeClose, noEntryBeforeClose, lossStreak, ...same } = limits;
  const given: Partial<RiskLimits> = {
    ...same,
    flattenBeforeCloseUs: spanUs(flattenBeforeClose),
    noEntryBeforeCloseUs: spanUs(noEntryBeforeClose),
    lossStreakTrades: lossStreak?.trades,
    coolDownUs: spanUs(lossStreak?.coolDown),
  } as Partial<RiskLimits>;
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function spanUs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const interval = parseCandleInterval(text);
  // longer than a candle can be: nothing is traded on such a day, which is what was asked for
  return interval?.kind === 'time' ? interval.us : Number.MAX_SAFE_INTEGER;
}
