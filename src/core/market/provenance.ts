// Where market data come from: the mark that travels with every dataset, model, release and epoch.

/** `exchange` is real; `simulated` and `synthetic` can never reach a live release. */
export type Provenance = 'exchange' | 'simulated' | 'synthetic';

/** How the aggressor of trades was found; `none` where nothing tells it. A model is bound to one. */
export type SideSource = 'feed' | 'quoteRule' | 'tickRule' | 'none';

/** The only provenance that the type of a live session accepts. */
export type LiveProvenance = Extract<Provenance, 'exchange'>;

/** The weaker of two: whatever is derived from both is marked with it. */
export function weakerProvenance(a: Provenance, b: Provenance): Provenance {
  if (a === 'synthetic' || b === 'synthetic') return 'synthetic';
  if (a === 'simulated' || b === 'simulated') return 'simulated';
  return 'exchange';
}
