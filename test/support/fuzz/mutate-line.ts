// A good line in; the same line damaged as files get damaged, or as somebody who wants to break a parser would do it, out.

import type { Random } from '../../../src/simulation/random.ts';
import { DATES, MARKS, NUMBERS, STRANGE, TIMES } from './hostile-words.ts';

/** Lines are text of one byte per character. */
export interface MutationSource {
  readonly delimiter: string;
  /** Good lines of the same file, from which fields are taken. */
  readonly others: readonly string[];
}

type Mutation = (line: string, random: Random, source: MutationSource) => string;
/** What stands in the place of a field. */
type FieldChange = (field: string, random: Random) => string;

const PRINTABLE_FIRST = 32;
const PRINTABLE_COUNT = 95;
const LONGEST_RUN = 3000;
/** Longer than what a function takes as arguments. */
const VERY_LONG_RUN = 200_000;
const VERY_LONG_SHARE = 0.01;
const MORE_SHARE = 0.25;

/** One kind of damage for each line, for some lines several. */
export function mutateLine(line: string, random: Random, source: MutationSource): string {
  let mutated = line;
  do mutated = random.choice(MUTATIONS)(mutated, random, source);
  while (random.chance(MORE_SHARE));
  return mutated;
}

const replaceAt = (line: string, at: number, count: number, by: string): string =>
  line.slice(0, at) + by + line.slice(at + count);
const placeIn = (line: string, random: Random): number => random.integer(line.length + 1);
const printable = (random: Random): string => String.fromCharCode(PRINTABLE_FIRST + random.integer(PRINTABLE_COUNT));

const flipBit: Mutation = (line, random) => {
  const at = random.integer(Math.max(1, line.length));
  const code = (line.charCodeAt(at) || 0) ^ (1 << random.integer(8));
  // a zero byte makes the whole file binary: that is tried by itself
  return code === 0 ? line : replaceAt(line, at, 1, String.fromCharCode(code));
};
const change: Mutation = (line, random) => replaceAt(line, placeIn(line, random), 1, printable(random));
const changeMark: Mutation = (line, random) => replaceAt(line, placeIn(line, random), 1, random.choice(MARKS));
const insert: Mutation = (line, random) => replaceAt(line, placeIn(line, random), 0, printable(random));
const insertMark: Mutation = (line, random) => replaceAt(line, placeIn(line, random), 0, random.choice(MARKS));
const insertStrange: Mutation = (line, random) => replaceAt(line, placeIn(line, random), 0, random.choice(STRANGE));
const removeSome: Mutation = (line, random) => replaceAt(line, placeIn(line, random), 1 + random.integer(3), '');
const cutOff: Mutation = (line, random) => line.slice(0, placeIn(line, random));
const cutHead: Mutation = (line, random) => line.slice(placeIn(line, random));
const splitInTwo: Mutation = (line, random) => replaceAt(line, placeIn(line, random), 0, random.choice(['\n', '\r\n']));
const joinTwo: Mutation = (line, random, { others }) => line + random.choice(others);
const endOddly: Mutation = (line, random) => line + random.choice(['\r', '\r\r', ' ', '\t', '\x1a', ',', ';', '\r\n']);

const changeDigit: Mutation = (line, random) => {
  const digits = [...line.matchAll(/\d/g)];
  if (digits.length === 0) return line;
  return replaceAt(line, random.choice(digits).index, 1, String(random.integer(10)));
};

const duplicate: Mutation = (line, random) => {
  const at = placeIn(line, random);
  const piece = line.slice(at, at + 1 + random.integer(8));
  return replaceAt(line, at, 0, piece.repeat(1 + random.integer(3)));
};

const growLong: Mutation = (line, random) => {
  const most = random.chance(VERY_LONG_SHARE) ? VERY_LONG_RUN : LONGEST_RUN;
  const at = placeIn(line, random);
  const own = line.slice(at, at + 1 + random.integer(6));
  const piece = own !== '' && random.chance(0.5) ? own : random.choice(['0', '9', 'A', ' ', '[', '"', '1,']);
  return replaceAt(line, at, 0, piece.repeat(Math.ceil(random.integer(most) / piece.length)));
};

/** Moves a character within a word: widths stay. */
const rotate: Mutation = (line, random) => {
  const from = placeIn(line, random);
  const to = Math.min(line.length, from + 2 + random.integer(6));
  return line.slice(0, from) + line.slice(from + 1, to) + line.slice(from, from + 1) + line.slice(to);
};

/** A word of letters, digits and decimal marks, wherever it stands: in JSON too. */
const changeWord: Mutation = (line, random) => {
  const words = [...line.matchAll(/[\w.+-]+/g)];
  if (words.length === 0) return line;
  const { index, 0: word } = random.choice(words);
  return replaceAt(line, index, word.length, random.choice(random.choice([NUMBERS, NUMBERS, DATES, TIMES])));
};

const swapDecimals: Mutation = (line, random) => {
  const marks = [...line.matchAll(/[.,]/g)];
  if (marks.length === 0) return line;
  const { index } = random.choice(marks);
  return replaceAt(line, index, 1, line[index] === '.' ? ',' : '.');
};

const changeSeparators: Mutation = (line, random, { delimiter }) => {
  const other = random.choice([',', ';', '\t', '|', ' ', '']);
  return random.chance(0.5) ? line.replaceAll(delimiter, other) : line.replace(delimiter, other);
};

/** Changes the list of fields from a place on. */
const onFields =
  (changed: (fields: readonly string[], place: number, random: Random) => readonly string[]): Mutation =>
  (line, random, { delimiter }) => {
    const fields = line.split(delimiter);
    return changed(fields, random.integer(fields.length), random).join(delimiter);
  };
const onField = (changed: FieldChange): Mutation =>
  onFields((fields, place, random) => fields.with(place, changed(fields[place]!, random)));

const swapFields = onFields((fields, place, random) => {
  const other = random.integer(fields.length);
  return fields.with(place, fields[other]!).with(other, fields[place]!);
});
const removeField = onFields((fields, place) => fields.toSpliced(place, 1));
const addField = onFields((fields, place, random) =>
  fields.toSpliced(place, 0, random.choice(['', '0', fields[place]!])),
);
const emptyField = onField(() => '');
const numberField = onField((_, random) => random.choice(NUMBERS));
const dateField = onField((_, random) => random.choice(DATES));
const timeField = onField((_, random) => random.choice(TIMES));
const decorateField = onField((field, random) => {
  const around = [` ${field}`, `${field} `, `\t${field}`, `"${field}"`, `"${field}`, `'${field}'`, `${field}\xa0`];
  const before = [`-${field}`, `+${field}`, `0${field}`, `00${field}`];
  const behind = [`${field}0`, `${field}.0`, `${field}e0`, `${field}e2`, `${field}Z`];
  return random.choice([...around, ...before, ...behind]);
});
const takeField: Mutation = (line, random, { others, delimiter }) => {
  const fields = line.split(delimiter);
  const from = random.choice(others).split(delimiter);
  const place = random.integer(fields.length);
  return fields.with(place, from[random.chance(0.7) ? place : random.integer(from.length)] ?? '').join(delimiter);
};

/** Those that leave most of the line good stand in it more than once. */
const MUTATIONS: readonly Mutation[] = [
  ...[flipBit, flipBit, change, changeMark, insert, insertMark, insertStrange, removeSome, cutOff, cutHead, endOddly],
  ...[changeDigit, changeDigit, changeDigit, changeDigit, duplicate, growLong, rotate, rotate, splitInTwo, joinTwo],
  ...[swapFields, removeField, addField, emptyField, emptyField, numberField, numberField, numberField, dateField],
  ...[timeField, takeField, takeField, decorateField, decorateField, changeWord, changeWord, swapDecimals],
  ...[swapDecimals, changeSeparators],
];
