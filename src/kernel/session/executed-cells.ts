// The code of cells as they begin in; what has run in this session, in order and by hash, where what cells import finds it, out.
import { createHash } from 'node:crypto';

/** Where the port stands on the global object while a session is open. */
const NOTEBOOK_PORT = Symbol.for('quantumtrader.notebook');

/** Values by name, as JSON. */
export type RunParameters = Readonly<Record<string, unknown>>;

export interface NotebookFacts {
  /** Its file, absolute; undefined where the front end does not tell it. */
  readonly file: () => string | undefined;
  /** What the run was given in place of the cell that is tagged `parameters`. */
  readonly parameters?: RunParameters;
}

/** What cells and what they import may read. */
export interface NotebookPort {
  readonly file: string | undefined;
  readonly parameters: RunParameters;
  /** sha256 of the source of each cell that has begun, in order; one that ran twice stands there twice. */
  readonly cells: readonly string[];
}

export class ExecutedCells {
  private readonly facts: NotebookFacts;
  private readonly hashes: string[] = [];

  constructor(facts: NotebookFacts) {
    this.facts = facts;
  }

  install(): void {
    const { facts, hashes } = this;
    const port: NotebookPort = {
      get file() {
        return facts.file();
      },
      parameters: facts.parameters ?? {},
      get cells() {
        return [...hashes];
      },
    };
    Object.defineProperty(globalThis, NOTEBOOK_PORT, { value: port, configurable: true });
  }

  uninstall(): void {
    Reflect.deleteProperty(globalThis, NOTEBOOK_PORT);
  }

  /** Also a cell that fails: what it did before stays. An empty one does nothing. */
  begin(code: string): void {
    if (code.trim() !== '') this.hashes.push(createHash('sha256').update(code).digest('hex'));
  }
}
