// The shared context of the engine in; what the execution of one strategy may do to the outside, as effects and latches, out.

import type { ExecutionOutput } from '../execution/order-desk.ts';
import { MESSAGES_PER_MINUTE_ALARM } from '../risk/order-rate.ts';
import { alert, type EngineContext, halt, pause } from './engine-context.ts';

export function executionOutput(context: EngineContext): ExecutionOutput {
  return {
    command(command) {
      // counted, and told when there are too many; none is ever held back here
      const isEntry = command.kind === 'submit' && command.request.role === 'entry';
      if (context.rate.note(isEntry, context.nowUs)) {
        alert(context, 'warning', 'messageRate', `${MESSAGES_PER_MINUTE_ALARM} commands were sent within a minute`);
      }
      context.effects.push({ kind: 'command', command });
    },
    alert: (severity, code, text) => alert(context, severity, code, text),
    distrust: (code, text) => halt(context, code, text),
    pause: (code, text) => pause(context, code, text),
    wake: (timeUs) => context.effects.push({ kind: 'wake', timeUs }),
  };
}
