// What is wrong with a cell before it runs: the error's name, its words and its place in the cell.

/** `line` and `column` count from 1, in the cell as it was written. */
export class CellError extends Error {
  readonly line: number;
  readonly column: number;

  constructor(name: 'SyntaxError' | 'TypeError' | 'ReferenceError', message: string, line: number, column: number) {
    super(message);
    this.name = name;
    this.line = line;
    this.column = column;
  }
}
