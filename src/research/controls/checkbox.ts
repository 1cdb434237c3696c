// A first value in; a box that is ticked or not out.
import { Control } from './control.ts';

export interface CheckboxOptions {
  readonly label?: string;
  readonly value: boolean;
}

export function checkbox({ label, value }: CheckboxOptions): Control<boolean> {
  return new Control<boolean>(
    {
      name: () => 'Checkbox',
      state: (dialect, now) => ({ value: now, ...(dialect === 'current' ? { indent: false } : {}) }),
      valueIn: ({ value: said }) => (typeof said === 'boolean' ? said : undefined),
      words: (now) => `${now ? 'on' : 'off'} (on or off)`,
    },
    value,
    label,
  );
}
