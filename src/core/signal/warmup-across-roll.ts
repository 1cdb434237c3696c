// What the warm-up of a contract's first days may take of the contract before it.

/**
 * `none`: nothing, so that a new contract begins not ready. `difference`, `ratio`: its candles at prices moved by the distance of the
 * two contracts, volumes as traded.
 */
export type WarmupAcrossRoll = 'none' | 'difference' | 'ratio';

export const WARMUPS_ACROSS_ROLL: readonly WarmupAcrossRoll[] = ['none', 'difference', 'ratio'];
