// A violation and the log it was found in; what happened to that account around it, as lines that a person reads.
import type { Violation } from './broker-check.ts';
import type { BrokerLine } from './broker-log.ts';

const BEFORE_US = 4_000_000;
const BEHIND_US = 3_000_000;

function sentence(line: BrokerLine): string {
  const seconds = (line.us / 1e6).toFixed(4);
  if (!('id' in line)) return `${seconds} ${line.cause} ${'value' in line ? line.value : line.position}`;
  const { cause, id, type, side, price, stop, leaves, quantity, at, size, position } = line;
  const what = `${seconds} ${cause.padEnd(13)} ${id.slice(-6)} ${type} ${side} ${leaves}/${quantity} price ${price} stop ${stop}`;
  return `${what}${cause === 'fill' ? ` filled ${size} at ${at}` : ''} -> ${position}`;
}

export function explainViolation(lines: readonly BrokerLine[], violation: Violation): string {
  const around = lines.filter((line) => {
    if (line.us < violation.us - BEFORE_US || line.us > violation.us + BEHIND_US || line.cause === 'alive')
      return false;
    return !('account' in line) || violation.account.includes(`:${line.account} `);
  });
  return [
    `${violation.kind} of ${violation.account} at ${violation.us / 1e6}: ${violation.text}`,
    ...around.map(sentence),
  ].join('\n');
}
