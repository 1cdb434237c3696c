// All rows of one part and what is known about it go in; what the rules over rows say about them comes out.

import { type Inspection, RowChecks } from './row-checks.ts';
import type { PartContext, RowColumns } from './row-rule.ts';

/** `columns` are whole: the day is over. Columns are of one length; those that a kind requires are there. */
export function inspectPart(context: PartContext, columns: RowColumns): Inspection {
  const checks = new RowChecks(context);
  checks.rows(columns, 0, Object.values(columns)[0]?.length ?? 0);
  return checks.inspection(true);
}
