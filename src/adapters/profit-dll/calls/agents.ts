// Names of brokerage houses by their number.

import { TEXT_UNITS_MAX, textIn } from '../abi/text.ts';
import { nlValue } from '../nl-codes.ts';
import { checked } from '../vendor-error.ts';
import type { VendorCalls } from './vendor-calls.ts';

/** Undefined for a number that no house has. Builds before .36 answer 0, later ones the length: neither is needed to find the end. */
export async function getAgentName(calls: VendorCalls, id: number, isShort: boolean): Promise<string | undefined> {
  const flags = isShort ? 1 : 0;
  const length = await calls.call32('read', 'GetAgentNameLength', id, flags);
  if (length === nlValue('NL_NOT_FOUND')) return undefined;
  const units = Math.min(checked('GetAgentNameLength', length), TEXT_UNITS_MAX);
  // whether the length counts the terminator is not documented, nor whether the capacity does
  const text = Buffer.alloc((units + 2) * 2);
  const answer = await calls.call32('read', 'GetAgentName', units + 1, id, text, flags);
  if (answer === nlValue('NL_NOT_FOUND')) return undefined;
  checked('GetAgentName', answer);
  return textIn(text, 0, units + 2);
}
