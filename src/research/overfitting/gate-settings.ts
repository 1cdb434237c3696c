// Takes what a person asks of a strategy before it may be believed; gives the limits of all gates, checked.

import { UserError } from '../../adapters/user-error.ts';

export interface GateSettings {
  /** Closed round trips. */
  readonly leastTrades: number;
  /** Probability, 0..1. */
  readonly leastDeflatedSharpe: number;
  /** Probability, 0..1. */
  readonly mostOverfitting: number;
  /** Net result must be above it when all costs are doubled, in the unit of the daily results. */
  readonly netAtDoubledCosts: number;
  /** Share of the net result that the best day may make, 0..1. */
  readonly mostOfOneDay: number;
}

export const gateDefaults: GateSettings = {
  leastTrades: 100,
  leastDeflatedSharpe: 0.95,
  mostOverfitting: 0.2,
  netAtDoubledCosts: 0,
  mostOfOneDay: 0.25,
};

const SHARES: readonly (keyof GateSettings)[] = ['leastDeflatedSharpe', 'mostOverfitting', 'mostOfOneDay'];

/** Defaults for what is not given. UserError `bad-gate`: a share outside of 0..1, or what is no number. */
export function gateSettings(given: Partial<GateSettings> = {}): GateSettings {
  const settings = { ...gateDefaults, ...given };
  for (const [field, value] of Object.entries(settings)) {
    const isShare = (SHARES as readonly string[]).includes(field);
    if (Number.isFinite(value) && !(isShare && (value < 0 || value > 1))) continue;
    throw new UserError({
      code: 'bad-gate',
      message: `${field} is ${isShare ? 'a number from 0 to 1' : 'a number'}, not ${value}`,
      fix: `Leave it out for ${gateDefaults[field as keyof GateSettings]}, or give such a number.`,
      field,
    });
  }
  return settings;
}
