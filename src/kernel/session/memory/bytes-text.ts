// A number of bytes in; the text of it for people, in the unit that fits, out.

const STEP = 1000;
const UNITS = ['kB', 'MB', 'GB', 'TB'] as const;

export function bytesText(bytes: number): string {
  if (bytes < STEP) return `${Math.round(bytes)} B`;
  let value = bytes / STEP;
  let unit = 0;
  // 999.96 kB would be written as 1000.0 kB
  while (value >= STEP - 0.05 && unit < UNITS.length - 1) {
    value /= STEP;
    unit += 1;
  }
  return `${value.toFixed(value < 100 ? 1 : 0)} ${UNITS[unit]}`;
}
