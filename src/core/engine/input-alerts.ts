// Faults of inputs in; a person told of each once, with what was seen and what is allowed.

import { formatLocalTime } from '../market/civil-time.ts';
import type { SeenFault } from '../quality/live/fault-log.ts';
import { type InputFault, inputFaults } from '../quality/live/input-fault.ts';
import { CLOCK_BACK_US } from '../quality/live/input-limits.ts';
import { alert, type EngineContext } from './engine-context.ts';
import type { InstrumentState } from './instrument-state.ts';

/** `WDOU25: a trade at the price NaN (10:31:07)`, the time local. */
export function faultText({ instrument }: InstrumentState, { kind, value, limit, timeUs }: SeenFault): string {
  const fault: InputFault = inputFaults[kind];
  const clock = timeUs > 0 ? ` (${formatLocalTime(timeUs).slice(11, 19)})` : '';
  return `${instrument.symbol}: ${fault.text(value, limit)}${clock}`;
}

/** To be called where the watch has faults that nobody was told of. What no strategy reads troubles nobody. */
export function tellFaults(context: EngineContext, state: InstrumentState): void {
  const { log } = state.watch;
  const instrumentId = context.instruments.indexOf(state);
  for (const fault of log.latched.slice(log.latched.length - log.untold)) {
    const { inputs } = inputFaults[fault.kind];
    if (!context.runtimes.some((runtime) => inputs.some((input) => runtime.reads(instrumentId, input)))) continue;
    log.isTold = true;
    alert(context, 'warning', 'badInput', faultText(state, fault));
  }
  log.untold = 0;
}

/** For a received time that is not after the one before: the sequencer's clock never goes back, and what was counted by it is wrong. */
export function clockWentBack(context: EngineContext, receivedUs: number): void {
  if (context.nowUs - receivedUs <= CLOCK_BACK_US) return;
  for (const state of context.instruments) {
    state.watch.log.latch('clockBack', context.nowUs - receivedUs, 0, context.nowUs);
    if (state.watch.log.untold > 0) tellFaults(context, state);
  }
}
