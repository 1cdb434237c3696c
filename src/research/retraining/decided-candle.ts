// What a run decided at the end of one candle, with what it came from and what the trade earned that it entered.

import type { GateResult } from '../../core/engine/decision-record.ts';
import type { HoldCode } from '../../core/signal/hold-code.ts';

export type DecidedAction = 'buy' | 'sell' | 'flat' | 'hold';

export interface DecidedCandle {
  /** End of the candle, microseconds UTC. */
  readonly closeUs: number;
  readonly action: DecidedAction;
  /** Why nothing was done; of `hold` only. */
  readonly code: HoldCode | undefined;
  /** `undefined` where the detector said so, or was not asked. */
  readonly regime: string;
  /** Of the prediction, −1..1; undefined where the model was not asked. */
  readonly direction: number | undefined;
  /** In their order; empty where none was judged. */
  readonly gates: readonly GateResult[];
  /** Net result of the trade that was entered here, costs included, integer E4; undefined where there is none that was closed. */
  readonly netE4: number | undefined;
}
