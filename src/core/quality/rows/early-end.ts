// Times of rows and the close of their day go in; a last row long before the close comes out.

import type { RowRule } from '../row-rule.ts';
import { dayEdge } from './measure/day-edge.ts';
import { clockOf } from './measure/figures.ts';
import { SESSION_KINDS } from './measure/row-times.ts';

export const earlyEnd: RowRule = {
  id: 'early-end',
  severity: 'warn',
  kinds: SESSION_KINDS,
  meaning:
    'The last row comes more than 15 minutes (in instruments that trade seldom, ten usual waits) before the close: a capture or an export that stopped.',
  start: (context) =>
    dayEdge(context, earlyEnd.id, 'last', ({ closeUs, closeAssumed }, last, early) => {
      const close = `${clockOf(context, closeUs)}${closeAssumed ? ' (a close that nobody saw)' : ''}`;
      return `The last row ends at ${last}, ${early} before the close of ${close}: the capture or the export stopped`;
    }),
};
