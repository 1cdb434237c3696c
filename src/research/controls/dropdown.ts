// Options in; a list of which one is chosen out.
import { Control } from './control.ts';

type Plain = string | number;

export interface DropdownOptions<V, O> {
  readonly label?: string;
  readonly options: O;
  readonly value: V;
}

/** Options told in words at most. */
const MOST_TOLD = 12;

/**
 * A list of texts or numbers, or names with a value each. `value` is the one that is chosen first.
 * @throws RangeError where it is none of the options.
 */
export function dropdown<const V extends Plain>(options: DropdownOptions<NoInfer<V>, readonly V[]>): Control<V>;
export function dropdown<V>(options: DropdownOptions<NoInfer<V>, Readonly<Record<string, V>>>): Control<V>;
export function dropdown({
  label,
  options,
  value,
}: DropdownOptions<unknown, readonly Plain[] | Readonly<Record<string, unknown>>>): Control<unknown> {
  const entries: readonly (readonly [label: string, value: unknown])[] = Array.isArray(options)
    ? (options as readonly Plain[]).map((option) => [String(option), option])
    : Object.entries(options);
  const labels = entries.map(([name]) => name);
  const indexOf = (wanted: unknown): number => entries.findIndex(([, each]) => Object.is(each, wanted));
  if (indexOf(value) < 0) throw new RangeError(`The dropdown's value is none of its options: ${labels.join(', ')}`);
  return new Control<unknown>(
    {
      name: () => 'Dropdown',
      state: (dialect, now) => {
        const index = indexOf(now);
        return { _options_labels: labels, ...(dialect === 'classic' ? { value: labels[index] } : { index }) };
      },
      // version 6 says the label
      valueIn: ({ index, value: name }) => {
        const at = typeof index === 'number' ? index : typeof name === 'string' ? labels.indexOf(name) : -1;
        return entries[at]?.[1];
      },
      words: (now) => `${labels[indexOf(now)]} (of ${wordsOf(labels)})`,
    },
    value,
    label,
  );
}

function wordsOf(labels: readonly string[]): string {
  const more = labels.length - MOST_TOLD;
  return more > 0 ? `${labels.slice(0, MOST_TOLD).join(', ')} and ${more} more` : labels.join(', ');
}
