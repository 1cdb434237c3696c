// Cells as they run in, the answers to history requests out; kept in memory for the life of the kernel.
import { flag, text, wholeNumber } from './requests.ts';
import type { JsonObject } from './wire-message.ts';

/** Cells remembered; the oldest are forgotten. */
const rememberedCells = 10_000;
/** The number of this session in answers; others are not known here. */
const thisSession = 1;

interface Cell {
  readonly count: number;
  readonly code: string;
  output: string | undefined;
}

export class CellHistory {
  readonly #cells: Cell[] = [];

  add(count: number, code: string): void {
    this.#cells.push({ count, code, output: undefined });
    if (this.#cells.length > rememberedCells) this.#cells.shift();
  }

  /** The result shown by the cell with this count, as plain text. */
  addResult(count: number, output: string): void {
    const cell = this.#cells.findLast((each) => each.count === count);
    if (cell !== undefined) cell.output = output;
  }

  /** The content of a history_reply. Throws BadRequest. */
  answer(content: JsonObject): JsonObject {
    const withOutput = flag(content, 'output', false);
    const history = this.#chosen(content).map(({ count, code, output }) => [
      thisSession,
      count,
      withOutput ? [code, output ?? null] : code,
    ]);
    return { status: 'ok', history };
  }

  #chosen(content: JsonObject): readonly Cell[] {
    switch (text(content, 'hist_access_type', 'tail')) {
      case 'range':
        return this.#range(content);
      case 'search':
        return this.#search(content);
      default:
        return last(this.#cells, wholeNumber(content, 'n', 10));
    }
  }

  /** Session 0 is this one; negative ones are earlier and unknown here. */
  #range(content: JsonObject): readonly Cell[] {
    const session = wholeNumber(content, 'session', 0);
    if (session !== 0 && session !== thisSession) return [];
    const start = wholeNumber(content, 'start', 0);
    const stop = wholeNumber(content, 'stop', Number.MAX_SAFE_INTEGER);
    return this.#cells.filter(({ count }) => count >= start && count < stop);
  }

  #search(content: JsonObject): readonly Cell[] {
    const pattern = globPattern(text(content, 'pattern', '*'));
    const found = this.#cells.filter(({ code }) => pattern.test(code));
    const chosen = flag(content, 'unique', false)
      ? found.filter(({ code }, index) => found.findLastIndex((other) => other.code === code) === index)
      : found;
    return last(chosen, wholeNumber(content, 'n', rememberedCells));
  }
}

function last(cells: readonly Cell[], count: number): readonly Cell[] {
  return count <= 0 ? [] : cells.slice(-count);
}

/** `*` stands for any text, `?` for one character, over the whole of a cell. */
function globPattern(glob: string): RegExp {
  const source = glob.replace(/\*+|[\\^$.+?()[\]{}|]/g, (sign) =>
    sign.startsWith('*') ? '.*' : sign === '?' ? '.' : `\\${sign}`,
  );
  return new RegExp(`^${source}$`, 's');
}
