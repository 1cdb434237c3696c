// The fault scripts that have a sister in every run, through simulator, vendor process, host and link.

import { FAULT_SCRIPTS } from '../support/fault-scripts.ts';
import { describeScripts } from './expect-script.ts';
import { ofTheNight } from './nightly-scripts.ts';

describeScripts('the host tells what is true, although', ofTheNight(FAULT_SCRIPTS));
