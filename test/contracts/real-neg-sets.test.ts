// Imports two real days of B3's historical trade files; the others are read at night, since each makes hundreds of parts.

import { describeNegSet } from './describe-neg-set.ts';
import { realSet } from './real-sets-table.ts';

describeNegSet(realSet('b3-neg-options, 2015-11-26'));
describeNegSet(realSet('b3-neg-options, 2016-06-20'));
