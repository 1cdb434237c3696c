// A log and the moment of an emergency in; how long its cancels and the way out took, by the broker, out.
import type { BrokerLine, OrderLine } from './broker-log.ts';

export interface Emergency {
  /** From the trigger until the last cancel of what worked then was asked for; 0 where nothing worked. */
  readonly cancelsMs: number;
  /** Until nothing was held and nothing worked for good; undefined where that did not come. */
  readonly flatMs: number | undefined;
  /** Orders sent after it that are not on the way out. */
  readonly entries: readonly OrderLine[];
}

function isOrder(line: BrokerLine): line is OrderLine {
  return 'id' in line;
}

/** `us`: of the machine's monotonic clock. For a log of one account. */
export function emergencyOf(lines: readonly BrokerLine[], us: number): Emergency {
  const orders = lines.filter(isOrder);
  const working = new Map<string, OrderLine>();
  for (const line of orders.filter((each) => each.us <= us)) {
    if (line.live === 1 && line.leaves > 0) working.set(line.id, line);
    else working.delete(line.id);
  }
  const behind = orders.filter((line) => line.us > us);
  let cancelsMs = 0;
  for (const id of working.keys()) {
    const end = behind.find((line) => line.id === id && (line.cause === 'ask-cancel' || line.live === 0));
    cancelsMs = Math.max(cancelsMs, end === undefined ? Number.POSITIVE_INFINITY : (end.us - us) / 1000);
  }
  let position = orders.findLast((line) => line.us <= us)?.position ?? 0;
  let flatMs: number | undefined = position === 0 && working.size === 0 ? 0 : undefined;
  const entries: OrderLine[] = [];
  for (const line of behind) {
    const isClosing = line.side === (position > 0 ? 'sell' : 'buy') && position !== 0;
    if (line.cause === 'send' && !isClosing) entries.push(line);
    if (line.live === 1 && line.leaves > 0) working.set(line.id, line);
    else working.delete(line.id);
    position = line.position;
    if (position !== 0 || working.size > 0) flatMs = undefined;
    else flatMs ??= (line.us - us) / 1000;
  }
  return { cancelsMs, flatMs, entries };
}
