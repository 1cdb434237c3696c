// A recovered series in; nothing out when every contract of it is certain, else the sentence that names those that are not.

import type { RecoveredSeries, RecoveredSpan } from '../../../core/market/continuous/recover-series.ts';
import { isExactEnough } from '../../../core/market/continuous/restore-bars.ts';
import type { Instrument } from '../../../core/market/instrument.ts';
import { rootInstrument } from '../../../core/market/instrument-table.ts';
import { UserError } from '../../user-error.ts';
import { listedNames } from '../listed-names.ts';

const LISTED = 4;

/** `name` is that of the series. A UserError `fit-not-exact`. */
export function assertExact(name: string, { root, contracts }: RecoveredSeries): void {
  const instrument = rootInstrument(root);
  const faults = contracts.map((found) => faultOf(found, instrument));
  const named = faults.filter((fault) => fault !== undefined);
  if (named.length > 0) {
    const firstCertain = contracts[faults.findLastIndex((fault) => fault !== undefined) + 1];
    throw new UserError({
      code: 'fit-not-exact',
      message: `${name} cannot be restored: ${listedNames(named, LISTED)}`,
      field: 'factor',
      fix:
        firstCertain === undefined
          ? 'Import more days of the series, or the contracts themselves'
          : `Leave these days out with --from ${firstCertain.fromDay}, or import more days or shorter candles of them`,
    });
  }
  if (contracts.length < 2 || contracts.some(({ fit }) => fit.kind === 'recovered' && fit.factor !== 1)) return;
  throw new UserError({
    code: 'fit-not-exact',
    message: `${name} cannot be restored: all its prices are on the tick grid, so it was not adjusted or was rounded afterwards`,
    field: 'factor',
    fix: 'Import it again with --adjusted none if it is not adjusted',
  });
}

function faultOf({ contract, fromDay, toDay, fit }: RecoveredSpan, instrument: Instrument): string | undefined {
  const what = `${contract} (${fromDay} to ${toDay})`;
  if (fit.kind === 'notRecovered') {
    return fit.reason === 'ambiguous'
      ? `${what} has too few prices to tell ${fit.candidates.length} factors apart`
      : `${what} has no factor that returns its prices to the tick of ${instrument.tick}`;
  }
  if (isExactEnough(fit, instrument)) return undefined;
  return `${what} has prices ${fit.largestResidual.toFixed(3)} points off their tick`;
}
