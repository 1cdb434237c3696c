// Fault scripts of market data through simulator, vendor process, host and link: every trade once, every loss told before what follows it.

import { MARKET_FAULT_SCRIPTS } from '../support/fault-scripts-market.ts';
import { describeScripts } from './expect-script.ts';
import { ofEveryRun } from './nightly-scripts.ts';

describeScripts('a client is told every trade once, and every loss, although', ofEveryRun(MARKET_FAULT_SCRIPTS));
