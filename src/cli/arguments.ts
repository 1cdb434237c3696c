// Texts of options in, checked numbers out; commander turns the complaint into wrong usage.

import { InvalidArgumentError } from 'commander';

export function positive(text: string): number {
  const value = Number(text);
  if (!(Number.isFinite(value) && value > 0)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

export function zeroOrMore(text: string): number {
  const value = Number(text);
  if (!(text.trim() !== '' && Number.isFinite(value) && value >= 0)) {
    throw new InvalidArgumentError('It must be a number from 0.');
  }
  return value;
}

/** A whole number from 1. */
export function count(text: string): number {
  const value = wholeNumber(text);
  if (value === 0) throw new InvalidArgumentError('It must be a whole number from 1.');
  return value;
}

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!(text.trim() !== '' && Number.isSafeInteger(value) && value >= 0))
    throw new InvalidArgumentError('It must be a whole number from 0.');
  return value;
}
