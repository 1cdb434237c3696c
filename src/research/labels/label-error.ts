// What a label was asked for and cannot give, as a UserError.

import { UserError } from '../../adapters/user-error.ts';

/** `label-rows`: the rows that were given; `bad-option`: what was asked of them. */
type LabelFault = 'label-rows' | 'bad-option';

export function labelError(code: LabelFault, message: string, field: string, fix: string): UserError {
  return new UserError({ code, message, field, fix });
}

/** `bad-option` unless it is a whole number of at least `least`. */
export function checkWholeOption(field: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  const message = `${field} must be a whole number from ${least}, is ${String(value)}`;
  throw labelError('bad-option', message, field, `Write a whole number from ${least}`);
}

/** `bad-option` unless it is one of the words. */
export function checkWordOption(field: string, value: string, words: readonly string[]): void {
  if (words.includes(value)) return;
  throw labelError('bad-option', `${field} is ${String(value)}`, field, `Use one of: ${words.join(', ')}`);
}

/** `bad-option` for what is no object. */
export function checkObject(name: string, options: unknown): asserts options is object {
  if (typeof options === 'object' && options !== null) return;
  const fix = 'Write an object, as docs/labels.md has it';
  throw labelError('bad-option', `${name} is ${String(options)}`, name, fix);
}

/** `bad-option` for what is no object, and for a field that is none of `known`: nobody else would notice. */
export function checkFields(name: string, options: unknown, known: readonly string[]): void {
  checkObject(name, options);
  const field = Object.keys(options).find((each) => !known.includes(each));
  if (field === undefined) return;
  throw labelError('bad-option', `There is no option ${field}`, field, `There are ${known.join(', ')}`);
}
