// Takes two prices; gives the power of ten between them, where nothing else can explain it.

/** How far a true move may take a price from the power of ten, as a share of a power: about a quarter of its value. */
const POWER_TOLERANCE = 0.1;

/** 1 for ten times, 2 for a hundred times, −1 for a tenth; 0 where the ratio is no power of ten. */
export function powerOfTen(ratio: number): number {
  if (!(ratio > 0)) return 0;
  const power = Math.log10(ratio);
  const whole = Math.round(power);
  return Math.abs(power - whole) <= POWER_TOLERANCE ? whole + 0 : 0;
}
