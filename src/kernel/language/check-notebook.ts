// The code cells of a notebook in; the type errors of all of them, as if each ran after the one before, out.

import type ts from 'typescript-api';
import { CellContext, type CellModule, cellFileName } from './cell-context.ts';
import { type CellError, cellErrors } from './cell-errors.ts';
import { CellHost, cellService } from './cell-host.ts';
import { type OwnPackage, ownPackage } from './own-package.ts';

export interface NotebookError extends CellError {
  /** Index of the cell among those given, from 0. */
  readonly cell: number;
}

/** Checks one notebook after another of a folder; what they import is read once. */
export class NotebookChecker {
  private readonly host: CellHost;
  private readonly service: ts.LanguageService;

  /**
   * @param folder of the notebooks
   * @param own the package that notebooks elsewhere can import as well
   */
  constructor(folder: string, own: OwnPackage = ownPackage()) {
    this.host = new CellHost(folder, own);
    this.service = cellService(this.host);
  }

  /** A cell that does not parse has its first fault as an error and declares nothing for those after it. */
  check(cells: readonly string[]): readonly NotebookError[] {
    const context = new CellContext();
    const modules = cells.map((code, index): readonly [string, CellModule] => {
      const number = index + 1;
      context.ran(number, code);
      const module = context.moduleOfCell(number) ?? context.moduleOf(code);
      return [this.host.write(cellFileName(number), module.text), module];
    });
    this.host.keepOnly(cells.map((_, index) => cellFileName(index + 1)));
    this.host.ask(modules.map(([file]) => file));
    return modules.flatMap(([file, module], cell) => {
      const broken = this.service.getSyntacticDiagnostics(file);
      const found = broken.length > 0 ? broken.slice(0, 1) : this.service.getSemanticDiagnostics(file);
      return cellErrors(cells[cell]!, module, found).map((error) => ({ cell, ...error }));
    });
  }

  close(): void {
    this.service.dispose();
  }
}

/**
 * All type errors of one notebook, in order. Takes seconds: everything that the cells import is read.
 * @param cells the code cells in order
 * @param folder of the notebook: relative imports and the project's options are found from there
 */
export function checkNotebook(cells: readonly string[], folder: string): readonly NotebookError[] {
  const checker = new NotebookChecker(folder);
  try {
    return checker.check(cells);
  } finally {
    checker.close();
  }
}
