// Rows of a dated contract on a day on which it cannot have traded go in; which of the two is probably wrong comes out.

import { contractLife, LISTED_MONTHS } from '../../market/contract-life.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { everyRow } from './measure/every-row.ts';
import { RowLog } from './measure/row-log.ts';
import { ALL_KINDS } from './measure/row-times.ts';

export const contractLifeRule: RowRule = {
  id: 'contract-life',
  severity: 'refuse',
  kinds: ALL_KINDS,
  meaning:
    'Rows of a dated contract after its last trading day, or (a warning) long before it was listed: the file is named after another contract, or the date is wrong.',
  start,
};

function start(context: PartContext): RowCheck | undefined {
  const { contract, dayNumber, isoDay } = context;
  const life = contract === undefined ? 'alive' : contractLife(contract, dayNumber);
  if (contract === undefined || life === 'alive') return undefined;
  const month = `${contract.year}-${String(contract.month).padStart(2, '0')}`;
  const why =
    life === 'expired'
      ? 'after its last trading day'
      : `more than ${LISTED_MONTHS} months before, when it was not listed`;
  const log = new RowLog();
  return {
    rows: everyRow(context, log),
    finding: () =>
      log.finding(
        contractLifeRule.id,
        life === 'expired' ? 'refuse' : 'warn',
        `${contract.symbol} expires in ${month}, and these rows are of ${isoDay}, ${why}`,
      ),
  };
}
