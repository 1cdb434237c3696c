// The cells of one row of a file that a mapping describes, to numbers, codes and texts by docs/csv-mapping.md, read the plain way.

import type { CsvColumn, CsvMapping, CsvStream } from '../../../src/adapters/datasets/formats/csv-mapping.ts';
import { digitsOf, type NumberStyle, numberOf, textOf, wholeOf } from './naive-fields.ts';
import { naiveTrim } from './naive-trim.ts';

const MAX_INT32 = 2 ** 31 - 1;
const MAX_EXACT = 10 ** 15 - 1;
const LONGEST_WHOLE = 16;
const NOISE = 1e-6;
const GROUPS = { none: '', point: '.', comma: ',', space: ' ' } as const;

/** Undefined stands for a cell that is wrong. */
export class MappedCells {
  private readonly names: readonly string[];
  private readonly style: NumberStyle;
  private fields: readonly string[] = [];

  constructor({ decimal, thousands }: CsvMapping, names: readonly string[]) {
    this.names = names;
    this.style = { mark: decimal === 'comma' ? ',' : '.', group: GROUPS[thousands] };
  }

  /** Turns to a row. */
  take(fields: readonly string[]): void {
    this.fields = fields;
  }

  field(column: CsvColumn): string {
    return this.fields[typeof column === 'number' ? column - 1 : this.names.indexOf(column)]!;
  }

  text(column: CsvColumn): string {
    return textOf(this.field(column)).trim();
  }

  /** What the list that the field stands in means; the last one where it stands in several. */
  listed<T>(given: { readonly column: CsvColumn }, meanings: Readonly<Record<string, T>>): T | undefined {
    const text = this.text(given.column);
    const lists = given as unknown as Readonly<Record<string, readonly string[]>>;
    return Object.entries(meanings).findLast(([name]) => lists[name]!.includes(text))?.[1];
  }

  number(column: CsvColumn): number | undefined {
    return numberOf(this.field(column), this.style);
  }

  amount(column: CsvColumn): number | undefined {
    const value = this.number(column);
    return value !== undefined && value >= 0 ? value : undefined;
  }

  price({ priceScale, priceDecimals }: CsvStream, column: CsvColumn): number | undefined {
    const value = this.number(column);
    if (value === undefined || value <= 0) return undefined;
    const points = value / Math.round(1 / priceScale);
    if (priceDecimals === undefined) return points > 0 ? points : undefined;
    const rounded = Math.round(points * 10 ** priceDecimals) / 10 ** priceDecimals;
    return rounded > 0 && Math.abs(rounded - points) < NOISE ? rounded : undefined;
  }

  /** Each digit as it is written, or a short number such as 4.0 that is whole. */
  whole(column: CsvColumn, most: number): number | undefined {
    const text = naiveTrim(this.field(column), ' ');
    const digits = digitsOf(text);
    const value = digits ?? (text.length <= LONGEST_WHOLE ? wholeOf(text, this.style, 0, MAX_EXACT) : undefined);
    return value !== undefined && value <= most ? value : undefined;
  }

  hex(column: CsvColumn): number | undefined {
    const text = naiveTrim(this.field(column), ' ');
    return /^[\da-fA-F]+$/.test(text) && BigInt(`0x${text}`) <= BigInt(MAX_INT32)
      ? Number.parseInt(text, 16)
      : undefined;
  }

  /** The digits that a broker's text begins with; none is 0. */
  code(column: CsvColumn): number | undefined {
    const [, digits = '', rest = ''] = /^ *(\d*)(.*)$/s.exec(this.field(column))!;
    if (digits !== '' && rest !== '' && !/^[ :-]/.test(rest)) return this.whole(column, MAX_INT32);
    return digits === '' ? 0 : digitsOf(digits, 0, MAX_INT32);
  }
}
