// Texts of options in, checked numbers and times out; commander turns the complaint into wrong usage.

import { InvalidArgumentError } from 'commander';

export function positive(text: string): number {
  const value = Number(text);
  if (!(Number.isFinite(value) && value > 0)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

const REASON_MAX = 500;

/** As the history of a channel takes it: without blanks around it, cut at 500 characters. */
export function reasonText(text: string): string {
  const reason = text.trim().slice(0, REASON_MAX);
  if (reason === '') throw new InvalidArgumentError('It must say why, or be left out.');
  return reason;
}

/** Beyond this no amount keeps four decimals exactly, and none is meant. */
const BRL_MAX = 1_000_000_000;

/** An amount in BRL above 0, with at most four decimals. */
export function amountBrl(text: string): number {
  const value = amountOrZeroBrl(text);
  if (value === 0) throw new InvalidArgumentError('It must be an amount in BRL above 0.');
  return value;
}

/** An amount in BRL from 0, with at most four decimals. */
export function amountOrZeroBrl(text: string): number {
  const value = /^\d+(\.\d{1,4})?$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (!(value <= BRL_MAX)) {
    throw new InvalidArgumentError(
      `It must be an amount in BRL up to ${BRL_MAX}, such as 50000 or 0.25: at most 4 decimals.`,
    );
  }
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

/** A time UTC such as 2027-03-01T11:50:00Z. */
export function utcTime(text: string): Date {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?Z$/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (Number.isNaN(time.getTime()))
    throw new InvalidArgumentError('It must be a time UTC such as 2027-03-01T11:50:00Z.');
  return time;
}
