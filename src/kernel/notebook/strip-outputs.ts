// A notebook in; the same without what running it left there, as it is committed, out.
import type { Notebook, NotebookCell } from './notebook-file.ts';

/** Outputs, execution counts, times of execution and states of widgets go; all else stays. */
export function strippedNotebook(notebook: Notebook): Notebook {
  const { widgets: _, ...metadata } = notebook.metadata;
  return { ...notebook, metadata, cells: notebook.cells.map(strippedCell) };
}

/** Numbers, from 1, of the cells (of all kinds) that hold outputs or execution counts. */
export function cellsWithOutputs({ cells }: Notebook): readonly number[] {
  return cells.flatMap(({ outputs = [], execution_count: count }, index) =>
    outputs.length > 0 || typeof count === 'number' ? [index + 1] : [],
  );
}

function strippedCell(cell: NotebookCell): NotebookCell {
  if (cell.cell_type !== 'code') return cell;
  const { execution: _, ...metadata } = cell.metadata;
  return { ...cell, metadata, outputs: [], execution_count: null };
}
