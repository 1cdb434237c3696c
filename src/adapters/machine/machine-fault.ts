// A text that is no JSON, or a setting that cannot be meant, in; the line, or what is wrong in plain words, out.

import type { z } from 'zod';

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text in double quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object in { }',
  record: 'an object in { }',
  array: 'a list in [ ]',
};

/** The first line after which a text can become no JSON any more, from 1; the last one where only an end is missing. */
export function faultyLine(text: string): number {
  const lines = text.split('\n');
  for (let count = 1; count < lines.length; count++) {
    if (!isCutOff(lines.slice(0, count).join('\n').trimEnd())) return count;
  }
  return lines.length;
}

function isCutOff(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const message = (error as Error).message;
    // no text goes on in the next line
    if (message.startsWith('Unterminated')) return false;
    return message.startsWith('Unexpected end') || Number(/position (\d+)/.exec(message)?.[1] ?? -1) >= text.length;
  }
}

export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const step of path) at = (at as Record<PropertyKey, unknown> | null | undefined)?.[step];
  return at;
}

/** Where the schema says it in words of its own, those. */
export function plainWords(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined ? 'is missing' : `must be ${kindOf(issue.expected)}, and is ${valueKind(value)}`;
    case 'invalid_value':
      return value === undefined
        ? 'is missing'
        : `must be ${issue.values.map((each) => JSON.stringify(each)).join(' or ')}`;
    case 'too_small':
      if (!isOfParser(issue.message)) return issue.message;
      if (issue.origin === 'string') return 'is empty';
      return `must be ${issue.inclusive === false ? 'above' : 'at least'} ${issue.minimum}`;
    case 'too_big':
      if (!isOfParser(issue.message)) return issue.message;
      if (issue.origin === 'string') return `has more than ${issue.maximum} characters`;
      if (issue.origin === 'array') return `has more than ${issue.maximum} entries`;
      return `must be ${issue.inclusive === false ? 'below' : 'at most'} ${issue.maximum}`;
    case 'invalid_key':
      return 'has a name that is not known here';
    default:
      return isOfParser(issue.message) ? 'has a value that cannot be meant' : issue.message;
  }
}

function isOfParser(message: string): boolean {
  return /^(Too |Invalid|Unrecognized|Expected)/.test(message);
}

function kindOf(expected: string): string {
  return KINDS[expected] ?? expected;
}

function valueKind(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'a number' : 'a number with decimals';
  return typeof value === 'string' ? 'a text' : typeof value === 'boolean' ? 'true or false' : 'an object';
}
