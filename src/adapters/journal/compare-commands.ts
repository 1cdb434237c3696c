// Takes the commands that were journalled and those of a replay; says whether they are identical, or the first field that differs.

import type { OrderCommand } from '../../core/execution/order-command.ts';
import { type Difference, deepDifference } from './deep-difference.ts';

export interface CommandDifference extends Difference {
  /** Place in the sequence, from 0. */
  readonly index: number;
  /** Seq of the event that made the command. */
  readonly seq: number;
}

export interface CommandComparison {
  readonly identical: boolean;
  /** Commands found equal; all of them when identical. */
  readonly commands: number;
  /** Its path is such as `commands[3].request.price`; `missing` or `extra` where there is nothing to compare with. */
  readonly firstDifference: CommandDifference | null;
}

/** Stops at the first difference. Of two commands made by different events the earlier one is missing or extra. */
export function compareCommands(expected: Iterable<OrderCommand>, actual: Iterable<OrderCommand>): CommandComparison {
  const others = actual[Symbol.iterator]();
  let index = 0;
  const differs = (seq: number, difference: Difference): CommandComparison => {
    return { identical: false, commands: index, firstDifference: { index, seq, ...difference } };
  };
  try {
    for (const wanted of expected) {
      const next = others.next();
      const found = next.done === true ? undefined : next.value;
      if (found === undefined || wanted.seq < found.seq) {
        return differs(wanted.seq, { path: 'missing', expected: wanted, actual: undefined });
      }
      if (wanted.seq > found.seq) return differs(found.seq, { path: 'extra', expected: undefined, actual: found });
      const difference = deepDifference(wanted, found, `commands[${index}]`);
      if (difference !== undefined) return differs(wanted.seq, difference);
      index += 1;
    }
    const left = others.next();
    if (left.done !== true) return differs(left.value.seq, { path: 'extra', expected: undefined, actual: left.value });
    return { identical: true, commands: index, firstDifference: null };
  } finally {
    others.return?.();
  }
}
