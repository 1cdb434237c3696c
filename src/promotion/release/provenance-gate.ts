// Takes the provenance of data; lets only exchange data pass to live, for the type checker as well as at run time.

import { UserError } from '../../adapters/user-error.ts';
import type { LiveProvenance, Provenance } from '../../core/market/provenance.ts';

const MEANING: Readonly<Record<Exclude<Provenance, LiveProvenance>, string>> = {
  simulated: 'come from a simulated account or exchange',
  synthetic: 'were generated and never traded',
};

/** Throws UserError `provenance-not-live` for simulated and synthetic data. */
export function assertLiveProvenance(provenance: Provenance): asserts provenance is LiveProvenance {
  if (provenance === 'exchange') return;
  throw new UserError({
    code: 'provenance-not-live',
    message: `The data behind this release are ${provenance}: they ${MEANING[provenance]}, so it cannot trade live`,
    field: 'provenance',
    fix: 'Train and validate on data captured from the exchange, then promote again; paper and demo accept this one',
  });
}
