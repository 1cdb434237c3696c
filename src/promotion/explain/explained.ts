// Takes nothing; gives the form of an explanation: a tree of facts about a release, each with how far it was proved here.

/**
 * `proved`: bytes were hashed, or the number computed again, just now. `stated`: it stands in the signed files, and nothing here can be held
 * against it. `missing`: it names what is not here. `different`: what is here is not what it names.
 */
export type Standing = 'proved' | 'stated' | 'missing' | 'different';

export interface Explained {
  /** Within the branch above: `netBrl`, `deflatedSharpe`, `datasets/WDOU25/trades/2025-08-11.parquet`. */
  readonly field: string;
  /** One sentence or value. */
  readonly says: string;
  readonly standing: Standing;
  readonly parts: readonly Explained[];
}

export function explained(
  field: string,
  says: string,
  standing: Standing,
  parts: readonly Explained[] = [],
): Explained {
  return { field, says, standing, parts };
}

/** What every part of a branch says together: as good as the worst of them. */
export function weakest(parts: readonly Explained[]): Standing {
  const order: readonly Standing[] = ['different', 'missing', 'stated', 'proved'];
  return order.find((standing) => parts.some((part) => part.standing === standing)) ?? 'stated';
}
