// Ends, step and first value in; a slider, or one with two handles, whose values are always within the ends and on a step, out.
import { Control } from './control.ts';

export interface SliderOptions<V = number> {
  readonly label?: string;
  readonly min: number;
  readonly max: number;
  /** Left out: 1 where the ends and the value are whole numbers, else a hundredth of the span. */
  readonly step?: number;
  readonly value: V;
}

interface Scale {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly isWhole: boolean;
  readonly decimals: number;
}

/** @throws RangeError for ends or a step that no slider can have, and for a value outside the ends. */
export function slider({ label, value, ...ends }: SliderOptions): Control<number> {
  const scale = scaleOf(ends, [value]);
  return new Control<number>(
    {
      name: () => (scale.isWhole ? 'IntSlider' : 'FloatSlider'),
      state: (_dialect, now) => ({ ...scaleState(scale), value: now }),
      valueIn: (state) => onScale(scale, state.value),
      words: (now) => `${told(scale, now)} (${rangeWords(scale)})`,
    },
    value,
    label,
  );
}

/** From and to; two handles on one slider. @throws RangeError as `slider` does, and for a first value above the second. */
export function rangeSlider({
  label,
  value,
  ...ends
}: SliderOptions<readonly [number, number]>): Control<readonly [number, number]> {
  const scale = scaleOf(ends, value);
  if (value[0] > value[1]) throw new RangeError(`A range begins with its lower end: ${value[0]} is above ${value[1]}`);
  const kind = scale.isWhole ? 'Int' : 'Float';
  return new Control<readonly [number, number]>(
    {
      name: (dialect) => (dialect === 'classic' ? `${kind}Slider` : `${kind}RangeSlider`),
      state: (_dialect, now) => ({ ...scaleState(scale), _range: true, value: now }),
      valueIn: ({ value: said }) => {
        if (!Array.isArray(said) || said.length !== 2) return undefined;
        const [low, high] = said.map((each) => onScale(scale, each));
        return low === undefined || high === undefined || low > high ? undefined : [low, high];
      },
      words: ([low, high]) => `${told(scale, low)} to ${told(scale, high)} (${rangeWords(scale)})`,
    },
    value,
    label,
  );
}

function scaleOf(
  { min, max, step: given }: Pick<SliderOptions, 'min' | 'max' | 'step'>,
  values: readonly number[],
): Scale {
  if (!(min < max)) throw new RangeError(`A slider needs min below max, not ${min} and ${max}`);
  const areWhole = [min, max, ...values].every(Number.isInteger);
  const step = given ?? (areWhole ? 1 : (max - min) / 100);
  if (!(step > 0)) throw new RangeError(`A slider needs a step above 0, not ${step}`);
  for (const value of values) {
    if (!(value >= min && value <= max))
      throw new RangeError(`The slider's value ${value} is not within ${min} and ${max}`);
  }
  const decimals = Math.max(...[min, max, step, ...values].map(decimalsOf));
  return { min, max, step, isWhole: areWhole && Number.isInteger(step), decimals };
}

/** Digits behind the point that tell the number, ten at most. */
function decimalsOf(value: number): number {
  for (let digits = 0; digits < 10; digits++) if (Number(value.toFixed(digits)) === value) return digits;
  return 10;
}

/** The nearest value that the slider can have: front ends count steps in binary fractions, and version 6 not from min. */
function onScale({ min, max, step, decimals }: Scale, said: unknown): number | undefined {
  if (typeof said !== 'number' || !Number.isFinite(said)) return undefined;
  if (said >= max) return max;
  const stepped = min + Math.round((said - min) / step) * step;
  return Math.min(max, Math.max(min, Number(stepped.toFixed(decimals))));
}

function scaleState({ min, max, step, isWhole, decimals }: Scale): Readonly<Record<string, unknown>> {
  return { min, max, step, readout_format: isWhole ? 'd' : `.${Math.min(decimals, 6)}f`, continuous_update: true };
}

function told({ decimals }: Scale, value: number): string {
  return value.toFixed(decimals);
}

function rangeWords({ min, max, step }: Scale): string {
  return `${min} to ${max} in steps of ${step}`;
}
