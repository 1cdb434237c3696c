// Numbers of a whole file to the way they are written: one cell such as 5.454 cannot tell, several columns can.

import { COMMA, DECIMAL_COMMA, DECIMAL_POINT, type DecimalStyle, POINT } from './field-scan.ts';

const COMMA_THOUSANDS: DecimalStyle = { decimal: POINT, thousands: COMMA };

/**
 * The style that all `numbers` (texts as they stand in the file) are written in. A comma as the last mark is a decimal
 * comma; two points in one number group thousands; without either sign the point is decimal.
 */
export function decimalStyleOf(numbers: Iterable<string>): DecimalStyle {
  for (const number of numbers) {
    const comma = number.lastIndexOf(',');
    const point = number.lastIndexOf('.');
    if (comma < 0) {
      if (point !== number.indexOf('.')) return DECIMAL_COMMA;
      continue;
    }
    if (comma !== number.indexOf(',')) return COMMA_THOUSANDS;
    return comma > point ? DECIMAL_COMMA : COMMA_THOUSANDS;
  }
  return DECIMAL_POINT;
}
