// A cell that begins in; what the compiler says of its types, printed below it, out.
import type { Iopub } from './iopub.ts';
import type { LanguageFront } from './language-front.ts';
import type { MessageHeader } from './wire-message.ts';

/** Before its first answer the compiler reads the package: seconds, on a busy machine more. */
const PATIENCE_MS = 60_000;
/** In a cell that runs longer, a person reads them before its end; in others they stand below all that it shows. */
const LONG_CELL_MS = 1000;

export interface CheckedCell {
  readonly code: string;
  readonly parent: MessageHeader;
  /** A person looks on, not a program that goes through a notebook. */
  readonly isAttended: boolean;
}

export class TypeWarnings {
  readonly #iopub: Iopub;
  readonly #language: LanguageFront;
  /** A cell waited for nothing, and there was no answer since. */
  #isLate = false;

  constructor(iopub: Iopub, language: LanguageFront) {
    this.#iopub = iopub;
    this.#language = language;
  }

  begin({ code, parent, isAttended }: CheckedCell): CellWarnings {
    const asked = this.#language.warnings(code).catch(() => '');
    const warnings = new CellWarnings((text) => this.#iopub.stream('stderr', text, parent), isAttended);
    void asked.then((text) => {
      this.#isLate = false;
      warnings.answered(text);
    });
    return warnings;
  }

  /** When they are told, or when it is too late for a cell to wait for them: then they come after its end. */
  async waitFor(warnings: CellWarnings): Promise<void> {
    if (!this.#isLate && !(await warnings.toldWithin(PATIENCE_MS))) this.#isLate = true;
  }
}

export class CellWarnings {
  readonly #isAttended: boolean;
  readonly #print: (text: string) => void;
  readonly #beganMs = performance.now();
  readonly #told = Promise.withResolvers<void>();
  #text: string | undefined;
  #hasEnded = false;
  #timer: NodeJS.Timeout | undefined;
  isTold = false;

  constructor(print: (text: string) => void, isAttended: boolean) {
    this.#print = print;
    this.#isAttended = isAttended;
  }

  answered(text: string): void {
    this.#text = text;
    if (this.#hasEnded || text === '') {
      this.#tell();
    } else if (this.#isAttended) {
      const restMs = this.#beganMs + LONG_CELL_MS - performance.now();
      this.#timer = setTimeout(() => this.#tell(), Math.max(0, restMs));
    }
  }

  /** The cell shows nothing more. */
  ended(): void {
    this.#hasEnded = true;
    this.#tell();
  }

  async toldWithin(limitMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, limitMs);
    });
    await Promise.race([this.#told.promise, limit]);
    clearTimeout(timer);
    return this.isTold;
  }

  #tell(): void {
    if (this.isTold || this.#text === undefined) return;
    clearTimeout(this.#timer);
    this.isTold = true;
    this.#print(this.#text);
    this.#told.resolve();
  }
}
