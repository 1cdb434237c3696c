// Every fault that the whole way from the vendor library to a client has to bear, by name.

import type { FaultScript } from './fault-script.ts';
import { MARKET_FAULT_SCRIPTS } from './fault-scripts-market.ts';
import { ORDER_FAULT_SCRIPTS } from './fault-scripts-orders.ts';
import { PROCESS_FAULT_SCRIPTS } from './fault-scripts-process.ts';

export const FAULT_SCRIPTS: readonly FaultScript[] = [
  ...MARKET_FAULT_SCRIPTS,
  ...PROCESS_FAULT_SCRIPTS,
  ...ORDER_FAULT_SCRIPTS,
];
