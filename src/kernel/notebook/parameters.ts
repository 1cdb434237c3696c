// A notebook and values for its parameters in; the notebook with a cell that sets them out.
import { namesOf } from '../cell/cell-names.ts';
import { readCell } from '../cell/cell-syntax.ts';
import { NotebookError } from './notebook-error.ts';
import { joined, type Notebook, type NotebookCell, tagsOf } from './notebook-file.ts';

/** JSON values by name. */
export type Parameters = Readonly<Record<string, unknown>>;

const PARAMETERS = 'parameters';
const INJECTED = 'injected-parameters';

/**
 * The cell follows the one that is tagged `parameters`, in place of one from an earlier run; where none is tagged, it comes first.
 * @throws NotebookError for a name that the tagged cell does not declare
 */
export function withParameters(notebook: Notebook, parameters: Parameters, path: string): Notebook {
  const values = Object.entries(parameters);
  if (values.length === 0) return notebook;
  const cells = notebook.cells.filter((cell) => !isInjected(cell));
  const at = cells.findIndex((cell) => cell.cell_type === 'code' && tagsOf(cell).includes(PARAMETERS));
  const declared = at < 0 ? undefined : declaredIn(cells[at]!, path);
  const lines = values.map(([name, value]) => lineOf(name, value, declared, path));
  const cell: NotebookCell = {
    ...{ cell_type: 'code', metadata: { tags: [INJECTED] }, outputs: [], execution_count: null },
    source: ['// Parameters of this run', ...lines].join('\n'),
  };
  return { ...notebook, cells: cells.toSpliced(at + 1, 0, cell) };
}

/** It was put there by `withParameters`, or by another program that does the same. */
export function isInjected(cell: NotebookCell): boolean {
  return tagsOf(cell).includes(INJECTED);
}

/** Whether each variable is a constant. */
function declaredIn(cell: NotebookCell, path: string): ReadonlyMap<string, boolean> {
  try {
    const names = namesOf(readCell(joined(cell.source)).program, new Map());
    const variables = [...names.values()].filter(({ kind }) => kind === 'variable');
    return new Map(variables.map(({ name, isConst }) => [name, isConst]));
  } catch (cause) {
    throw new NotebookError({
      code: 'parameters-cell',
      message: `The parameters cell of ${path} cannot be read: ${(cause as Error).message}`,
      fix: 'Mend the cell that is tagged parameters',
      file: path,
      cause,
    });
  }
}

function lineOf(
  name: string,
  value: unknown,
  declared: ReadonlyMap<string, boolean> | undefined,
  path: string,
): string {
  const text = JSON.stringify(value);
  if (text === undefined) throw new Error(`the parameter ${name} has no JSON text`);
  if (declared === undefined) return `let ${name} = ${text};`;
  const isConst = declared.get(name);
  if (isConst === undefined) {
    const known = declared.size === 0 ? 'none' : [...declared.keys()].join(', ');
    throw new NotebookError({
      code: 'parameter-unknown',
      message: `${path} has no parameter ${name}`,
      fix: `The parameters cell declares: ${known}`,
      file: path,
    });
  }
  // an assignment keeps the declared type; a constant can only be declared anew
  return isConst ? `const ${name} = ${text};` : `${name} = ${text};`;
}
