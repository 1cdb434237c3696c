// What a session gives every cell without an import, as a TypeScript declaration file in one string.

export const KERNEL_GLOBALS = `
/** What \`display\` gives: a place in the output that can be drawn again. */
interface DisplayHandle {
  readonly id: string;
  /** Draws another value in the same place. */
  update(value: unknown): void;
}

interface DisplayOptions {
  /** A name for the place, to be drawn again by \`display\` with the same name. */
  readonly id?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** The value is a bundle of representations by MIME type already. */
  readonly raw?: boolean;
}

/**
 * Shows a value below the cell, as the result of the cell would be shown.
 * An object says how it looks by its method \`[Symbol.for('Jupyter.display')]()\`, which gives representations by MIME type.
 */
declare function display(value: unknown, options?: DisplayOptions): DisplayHandle;

declare namespace display {
  /** Markup; scripts in it run where the front end trusts the notebook. */
  function html(text: string, options?: DisplayOptions): DisplayHandle;
  function markdown(text: string, options?: DisplayOptions): DisplayHandle;
  /** Formulas between \`$\` or \`$$\`. */
  function latex(text: string, options?: DisplayOptions): DisplayHandle;
  function svg(text: string, options?: DisplayOptions): DisplayHandle;
  /** A tree to unfold in Lab and VS Code. */
  function json(value: unknown, options?: DisplayOptions): DisplayHandle;
  /** The bytes of the file. */
  function png(bytes: Uint8Array, options?: DisplayOptions): DisplayHandle;
  /** The bytes of the file. */
  function jpeg(bytes: Uint8Array, options?: DisplayOptions): DisplayHandle;
}

/**
 * Removes what the cell has shown so far.
 * @param wait true: only when something new is shown, which avoids flicker
 */
declare function clearOutput(wait?: boolean): void;

/** What one variable of the session holds. */
interface VariableMemory {
  readonly name: string;
  /** What two variables share is counted for each. */
  readonly bytes: number;
  /** False: estimated. */
  readonly isExact: boolean;
  readonly kind: string;
}

interface MemoryReport {
  /** All of the process. */
  readonly processBytes: number;
  /** JavaScript objects, with what waits to be collected. */
  readonly heapBytes: number;
  /** Above it the kernel ends. */
  readonly heapLimitBytes: number;
  /** Typed arrays and buffers. */
  readonly arrayBytes: number;
  /** The largest first. */
  readonly variables: readonly VariableMemory[];
}

/** What the kernel and the variables of the cells hold in memory; as the last value of a cell it shows itself as a table. */
declare function memory(): MemoryReport;

/** Asks whoever runs the notebook for a line of text. */
declare function input(prompt?: string): Promise<string>;

/** Asks for a line of text that is not shown while it is typed. */
declare function password(prompt?: string): Promise<string>;
`;
