// Imports the real sets that take long: every day of B3's historical files, and eleven million trades and quotes of shares.

import { describeEquitySet } from './describe-equity-set.ts';
import { describeNegSet } from './describe-neg-set.ts';
import { EQUITY_SETS, NEG_SETS } from './real-sets-table.ts';

for (const set of NEG_SETS) describeNegSet(set);
for (const set of EQUITY_SETS) describeEquitySet(set);
