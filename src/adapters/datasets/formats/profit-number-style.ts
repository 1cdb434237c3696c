// Samples of the price and quantity columns of a Profit export to the way its numbers are written, or undefined where that is not clear.

import { decimalStyleOf } from '../text/decimal-style.ts';
import { DECIMAL_COMMA, DECIMAL_POINT, type DecimalStyle } from '../text/field-scan.ts';

/** One point and three digits after it: `5.454` may be 5454 or 5.454. */
const GROUPED = /^[1-9]\d{0,2}\.\d{3}$/;

/**
 * A comma or two points in one number decide; so does a number such as `5454.5`, which no grouping of thousands gives. Where
 * every mark is a point before three digits, contracts decide, which are whole, or else the tick of the instrument.
 */
export function profitNumberStyle(
  prices: readonly string[],
  contracts: readonly string[],
  others: readonly string[],
  tick: number | undefined,
): DecimalStyle | undefined {
  const all = [...prices, ...contracts, ...others].map((text) => text.trim());
  if (decimalStyleOf(all) !== DECIMAL_POINT) return decimalStyleOf(all);
  const marked = all.filter((text) => text.includes('.'));
  // Profit itself writes the comma: a number with a mark may still come
  if (marked.length === 0) return DECIMAL_COMMA;
  if (!marked.every((text) => GROUPED.test(text))) return DECIMAL_POINT;
  if (contracts.some((text) => text.includes('.'))) return DECIMAL_COMMA;
  return tick === undefined ? undefined : styleOnGrid(prices, tick);
}

/** The reading under which more prices are multiples of the tick; adjusted prices are so by chance only. */
function styleOnGrid(prices: readonly string[], tick: number): DecimalStyle | undefined {
  let grouped = 0;
  let decimal = 0;
  for (const price of prices) {
    if (Number(price.replace('.', '')) % tick === 0) grouped++;
    if (Number(price) % tick === 0) decimal++;
  }
  if (grouped === decimal) return undefined;
  return grouped > decimal ? DECIMAL_COMMA : DECIMAL_POINT;
}
