// A table to a DataFrame of danfojs-node, where that package is installed: for display, never in a pipeline.

import type { ColumnTable } from '../../adapters/datasets/sql/column-table.ts';
import { utcWriter } from '../../adapters/datasets/sql/time-text.ts';
import { type TypedColumn, valueAt } from '../../adapters/datasets/sql/typed-column.ts';
import { UserError } from '../../adapters/user-error.ts';

const PACKAGE = 'danfojs-node';
const OVERRIDES =
  '{"danfojs-node": {"xlsx": "npm:@e965/xlsx@0.20.3", "@tensorflow/tfjs-node": "npm:@tensorflow/tfjs@4.22.0", ' +
  '"request": "npm:@cypress/request@3"}}';

/** What of the package is used. */
export interface Danfo {
  readonly DataFrame: new (data: object, options?: { readonly columns: readonly string[] }) => object;
}

/**
 * Missing values are null, times UTC texts (danfo has no instants), integers beyond 2^53 texts. `danfo` is the module where
 * it lies somewhere else. A UserError `package-missing` says how to install it.
 */
export async function tableToDanfo(table: ColumnTable, danfo?: Danfo): Promise<object> {
  const { DataFrame } = danfo ?? (await loadDanfo());
  // of a column without values danfo cannot tell that it is there
  if (table.rows === 0) return new DataFrame([], { columns: [...table.columns.keys()] });
  const data = [...table.columns].map(([name, column]) => [name, plainValues(column, table.rows)] as const);
  return new DataFrame(Object.fromEntries(data));
}

function plainValues(column: TypedColumn, rows: number): readonly (number | string | boolean | null)[] {
  const write = utcWriter();
  return Array.from({ length: rows }, (_, row) => {
    const value = valueAt(column, row);
    if (value === undefined) return null;
    if (typeof value === 'bigint') return String(value);
    return column.kind === 'time' ? write(value as number) : value;
  });
}

async function loadDanfo(): Promise<Danfo> {
  try {
    const module: Danfo & { readonly default?: Danfo } = await import(PACKAGE);
    return module.default ?? module;
  } catch (cause) {
    throw new UserError({
      code: 'package-missing',
      message: `The package ${PACKAGE} is not installed: it is optional, and takes 340 MB`,
      fix: `Add to package.json "dependencies": {"${PACKAGE}": "1.2.0"} and "overrides": ${OVERRIDES}, then run npm install`,
      cause,
    });
  }
}
