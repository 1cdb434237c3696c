// The text of an .ipynb file in; its cells alone, without what running it left there, their hashes, and a text that is the same for the same cells, out.

import { createHash } from 'node:crypto';
import { z } from 'zod';

const lines = z.union([z.string(), z.array(z.string())]);
const schema = z.object({
  cells: z.array(
    z.object({
      cell_type: z.enum(['code', 'markdown', 'raw']),
      source: lines,
      metadata: z.object({ tags: z.array(z.string()).optional().catch(undefined) }).default({}),
    }),
  ),
  nbformat: z.literal(4),
});

interface SourceCell {
  readonly kind: 'code' | 'markdown' | 'raw';
  readonly source: string;
  readonly tags: readonly string[];
}

export type NotebookSource = readonly SourceCell[];

export interface CodeCell {
  readonly firstLine: string;
  /** Of its source, as the kernel makes it. */
  readonly sha256: string;
}

/** Of a cell that sets the parameters of one run. */
const INJECTED = 'injected-parameters';
const KERNEL = { display_name: 'QuantumTrader (TypeScript)', language: 'typescript', name: 'quantumtrader' };

/** Undefined where the text is no notebook in format 4. */
export function parseNotebookSource(text: string): NotebookSource | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
  const parsed = schema.safeParse(json);
  return parsed.data?.cells.map(({ cell_type: kind, source, metadata }) => ({
    ...{ kind, source: typeof source === 'string' ? source : source.join('') },
    tags: metadata.tags ?? [],
  }));
}

/** The code cells that run, in order: empty ones do not, nor one that an earlier run left there where this run had parameters of its own. */
export function codeCellsOf(source: NotebookSource, hasParameters: boolean): readonly CodeCell[] {
  return source
    .filter(({ kind, source: code }) => kind === 'code' && code.trim() !== '')
    .filter(({ tags }) => !hasParameters || !tags.includes(INJECTED))
    .map(({ source: code }) => ({
      firstLine: code.trim().split('\n', 1)[0]!.trimEnd(),
      sha256: createHash('sha256').update(code).digest('hex'),
    }));
}

/** A whole notebook again, of the cells alone: no outputs, counts, times, ids, pictures or settings of a front end. */
export function notebookSourceText(source: NotebookSource): string {
  const cells = source.map(({ kind, source: code, tags }) => ({
    cell_type: kind,
    ...(kind === 'code' ? { execution_count: null } : {}),
    metadata: tags.length === 0 ? {} : { tags },
    ...(kind === 'code' ? { outputs: [] } : {}),
    source: code.match(/[^\n]*\n|[^\n]+$/g) ?? [],
  }));
  const whole = { cells, metadata: { kernelspec: KERNEL }, nbformat: 4, nbformat_minor: 4 };
  return `${JSON.stringify(whole, undefined, 1)}\n`;
}
