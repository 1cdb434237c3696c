// A seed in; a strategy that enters, leaves and holds by chance, with stops and targets of chance, many times a minute.
import type { Strategy } from '../../src/core/signal/strategy.ts';
import { flat, hold, target } from '../../src/core/signal/wanted.ts';
import { testStrategy } from '../support/test-strategy.ts';

export interface RandomStrategyOptions {
  readonly name: string;
  readonly seed: number;
  readonly contracts: number;
  /** Stops and targets so far away that nothing happens by itself, and no leaving by chance. */
  readonly isPatient?: boolean | undefined;
  /** Continuous name; WDOFUT when left out. */
  readonly trade?: string;
  /** Share of the capital; half of it when left out. */
  readonly dailyLossLimit?: number | undefined;
  /** Asked at each decision; false: it holds, and what is open goes on to its end. */
  readonly isTrading: () => boolean;
}

const PATIENT_POINTS = 40;

/** mulberry32 (Tommy Ettinger, 2017). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Decides each second trade. */
export function randomStrategy(options: RandomStrategyOptions): Strategy {
  const { name, seed, contracts, trade = 'WDOFUT', isPatient = false, dailyLossLimit = 0.5, isTrading } = options;
  const next = chance(seed);
  const points = (): number => (isPatient ? PATIENT_POINTS : 1) + Math.floor(next() * 8) / 2;
  return testStrategy(
    ({ position }) => {
      const drawn = next();
      if (!isTrading()) return hold('it is over');
      if (position.quantity !== 0) return drawn < 0.02 && !isPatient ? flat('by chance') : hold('the bracket decides');
      if (drawn < 0.8) return hold('by chance');
      return target(drawn < 0.9 ? 1 : -1, { stopPoints: points(), targetPoints: points() }, 'by chance');
    },
    {
      name,
      candle: '2t',
      instruments: { trade },
      risk: { maxContracts: contracts, riskPerTrade: 0.02, dailyLossLimit },
    },
  );
}
