// Times of rows and the open of their day go in; a first row long after the open comes out.

import type { RowRule } from '../row-rule.ts';
import { dayEdge } from './measure/day-edge.ts';
import { SESSION_KINDS } from './measure/row-times.ts';

export const lateOpen: RowRule = {
  id: 'late-open',
  severity: 'warn',
  kinds: SESSION_KINDS,
  meaning:
    'The first row comes more than 15 minutes (in instruments that trade seldom, ten usual waits) after the open: a capture that started late, or a late opening of the exchange.',
  start: (context) =>
    dayEdge(
      context,
      lateOpen.id,
      'first',
      (_hours, first, late) =>
        `The first row is of ${first}, ${late} after the open: the capture started late, or the market did`,
    ),
};
