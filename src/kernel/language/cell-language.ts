// Cells of one notebook in, as they are typed and as they run; completions, descriptions and type errors of them out.

import type ts from 'typescript-api';
import { CellContext, cellFileName } from './cell-context.ts';
import { type CellError, cellErrors } from './cell-errors.ts';
import { CellHost, cellService } from './cell-host.ts';
import { COMPLETION_OPTIONS, type Completions, completionsOf, noCompletions } from './completions.ts';
import { type CellPlace, type Inspection, type InspectionDetail, inspectionAt } from './inspection.ts';
import { type OwnPackage, ownPackage } from './own-package.ts';
import { specifierMatches } from './specifier-matches.ts';

/** The module of the cell that is typed, checked or asked about now. */
const CURRENT = '.cell.mts';

export class CellLanguage {
  private readonly context = new CellContext();
  private readonly host: CellHost;
  private readonly service: ts.LanguageService;

  /**
   * @param folder of the notebook
   * @param own the package that notebooks elsewhere can import as well
   */
  constructor(folder: string, own: OwnPackage = ownPackage()) {
    this.host = new CellHost(folder, own);
    this.service = cellService(this.host);
  }

  /** Reads what the first question would have to wait for. */
  warm(): void {
    this.check('export {}');
  }

  /** Makes the declarations of a cell that ran known to later cells; of one that failed, those that nobody declared before. */
  ran(cell: number, code: string, isWhole = true): void {
    this.context.ran(cell, code, isWhole);
    for (const number of this.context.cellNumbers()) {
      this.host.write(cellFileName(number), this.context.moduleOfCell(number)!.text);
    }
    this.host.keepOnly([...this.context.cellNumbers()].map(cellFileName));
  }

  /** @param cursor UTF-16 offset in the code */
  complete(code: string, cursor: number): Completions {
    const { service, file, start } = this.place(code);
    const found = service.getCompletionsAtPosition(file, start + cursor, COMPLETION_OPTIONS);
    const extra = specifierMatches(code, cursor, this.host.own.specifiers);
    if (found === undefined && extra.length === 0) return noCompletions(cursor);
    const entries = (found?.entries ?? []).map((entry) => {
      const span = entry.replacementSpan;
      return span === undefined ? entry : { ...entry, replacementSpan: { ...span, start: span.start - start } };
    });
    return completionsOf(code, cursor, entries, extra);
  }

  /** @param cursor UTF-16 offset in the code */
  inspect(code: string, cursor: number, detail: InspectionDetail): Inspection | undefined {
    return inspectionAt(this.place(code), code, cursor, detail);
  }

  /** The errors of a cell as it would run now, after those that ran. */
  check(code: string): readonly CellError[] {
    const module = this.context.moduleOf(code);
    const file = this.host.write(CURRENT, module.text);
    this.host.ask([file]);
    const broken = this.service.getSyntacticDiagnostics(file);
    const found = broken.length > 0 ? broken : this.service.getSemanticDiagnostics(file);
    return cellErrors(code, module, found);
  }

  /**
   * As `check`, but nothing of a cell that does not parse: who runs it says so. What it gives does the work, and may be called when further cells
   * have run: the cell is checked with the names of those before it.
   */
  typeErrors(code: string): () => readonly CellError[] {
    const module = this.context.moduleOf(code);
    return () => {
      const file = this.host.write(CURRENT, module.text);
      this.host.ask([file]);
      const isBroken = this.service.getSyntacticDiagnostics(file).length > 0;
      return isBroken ? [] : cellErrors(code, module, this.service.getSemanticDiagnostics(file));
    };
  }

  close(): void {
    this.service.dispose();
  }

  private place(code: string): CellPlace {
    const { text, start } = this.context.moduleOf(code);
    const file = this.host.write(CURRENT, text);
    this.host.ask([file]);
    return { service: this.service, file, start };
  }
}
