// What a notebook session knows of figures already shown, kept where it outlives a reload of this code, in; whether one brings the library along, out.

import { z } from 'zod';

/**
 * The library that draws figures is 1.3 MB, the data of a figure some 10 to 300 kB. A page needs it once: the first figure of a session
 * brings it, and puts it on `window.quantumtraderFigures`; later ones only hand over their data. Each output has a static picture
 * besides, so that one whose library was cleared away still shows something, and says how to get it back.
 *
 * Whoever runs cells steers this through `globalThis[Symbol.for('quantumtrader.figures')]`, a plain object that it may set or change
 * at any time, without importing anything. It stands on the global object since modules are loaded anew after edits, which must not
 * bring the library once more:
 * - `library`: `first` (the default), `each` for outputs that travel alone, `none` for front ends that draw the Plotly type themselves.
 * - `cell`: a name of the cell that runs now, the same each time that it runs, and `execution`: the number of this run. When the cell
 *   that brought the library runs again, its output is replaced, and it has to bring it again.
 * - `broughtBy`: written here; deleting it makes the next figure bring the library.
 */
export const FIGURE_SESSION: unique symbol = Symbol.for('quantumtrader.figures');

export interface FigureSession {
  library?: 'first' | 'each' | 'none' | undefined;
  cell?: string | undefined;
  execution?: number | undefined;
  broughtBy?: { readonly cell: string | undefined; readonly execution: number | undefined } | undefined;
}

const schema = z.object({
  library: z.enum(['first', 'each', 'none']).optional(),
  cell: z.string().optional(),
  execution: z.number().optional(),
  broughtBy: z.object({ cell: z.string().optional(), execution: z.number().optional() }).optional(),
});

/** The session's own object; a fresh one where there is none, or what is there is none. */
export function figureSession(): FigureSession {
  const holder = globalThis as { [FIGURE_SESSION]?: unknown };
  const there = holder[FIGURE_SESSION];
  if (schema.safeParse(there).success) return there as FigureSession;
  const fresh: FigureSession = {};
  holder[FIGURE_SESSION] = fresh;
  return fresh;
}

/** Says so for the figure that is about to be shown, and remembers it. */
export function bringsLibrary(session: FigureSession = figureSession()): boolean {
  const { library = 'first', cell, execution, broughtBy } = session;
  if (library === 'none') return false;
  if (library === 'each') return true;
  const isReplaced =
    broughtBy !== undefined && broughtBy.cell === cell && cell !== undefined && broughtBy.execution !== execution;
  if (broughtBy !== undefined && !isReplaced) return false;
  session.broughtBy = { cell, execution };
  return true;
}

/** The next figure shown brings the library again: for when the output that had it was cleared. */
export function bringFigureLibrary(): void {
  figureSession().broughtBy = undefined;
}
