// Imports the real trades of one share; the other ten million trades and quotes are read at night.

import { describeEquitySet } from './describe-equity-set.ts';
import { realSet } from './real-sets-table.ts';

describeEquitySet(realSet('us-equity-ticks-2013, trades of AIG'));
