// Fault scripts of orders and of the vendor process through simulator, host and link: the venue's truth, and never more than is known.

import { ORDER_FAULT_SCRIPTS } from '../support/fault-scripts-orders.ts';
import { PROCESS_FAULT_SCRIPTS } from '../support/fault-scripts-process.ts';
import { describeScripts } from './expect-script.ts';
import { ofEveryRun } from './nightly-scripts.ts';

describeScripts('orders and position are told as the venue has them, although', ofEveryRun(ORDER_FAULT_SCRIPTS));
describeScripts('a host ends in good order or says why it cannot begin, although', ofEveryRun(PROCESS_FAULT_SCRIPTS));
