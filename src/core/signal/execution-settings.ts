// How a strategy's orders are placed, as its author writes it; every field has a default.

import { checkEntryStyle, type EntryStyle } from './entry-style.ts';
import { checkWhole, type Refuse } from './refuse-setting.ts';

export interface ExecutionSettings {
  /** Ticks between the trigger of a stop and its limit. */
  readonly stopLimitOffsetTicks: number;
  /** Ticks that sizing assumes to be lost at the stop beyond its trigger. */
  readonly stopSlippageTicks: number;
  readonly entry: EntryStyle;
}

export const defaultExecution: ExecutionSettings = {
  stopLimitOffsetTicks: 20,
  stopSlippageTicks: 2,
  entry: { kind: 'market' },
};

/** Throws through `refuse` at the first field that is wrong. */
export function checkExecutionSettings(execution: Partial<ExecutionSettings>, refuse: Refuse): void {
  checkWhole(refuse, 'execution.stopLimitOffsetTicks', execution.stopLimitOffsetTicks, 0, 1000);
  checkWhole(refuse, 'execution.stopSlippageTicks', execution.stopSlippageTicks, 0, 1000);
  if (execution.entry !== undefined) checkEntryStyle(execution.entry, refuse);
}
