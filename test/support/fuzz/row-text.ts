// The values of one stored row, by the names of their columns, as one text: the canonical form in which rows are compared.

export type StoredValues = Readonly<Record<string, number>>;

/** Each number as the shortest decimal that it stands for; a negative zero shows. */
export function rowText(values: StoredValues): string {
  return Object.keys(values)
    .sort()
    .map((name) => `${name}=${Object.is(values[name], -0) ? '-0' : values[name]}`)
    .join(' ');
}
