// The name of a notebook and a home in; what each of its cells showed, run in a process of its own, and what tests ask of that out.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import type { Output } from '../../src/kernel/notebook/notebook-file.ts';
import type { Parameters } from '../../src/kernel/notebook/parameters.ts';
import { runNotebook } from '../../src/kernel/notebook/run-notebook.ts';

export const notebooksFolder: string = resolve(import.meta.dirname, '../../notebooks');

export const notebookNames: readonly string[] = readdirSync(notebooksFolder)
  .filter((file) => file.endsWith('.ipynb'))
  .map((file) => file.slice(0, -'.ipynb'.length))
  .sort();

/** A session starts in a second or two; a machine that is busy with something else takes longer. */
export const RUNNING_MS = 180_000;

export class RanNotebook {
  readonly outputs: readonly Output[];

  constructor(outputs: readonly Output[]) {
    this.outputs = outputs;
  }

  /** The plain text of all outputs, one below the other: what was printed, and of tables and figures their words. */
  get text(): string {
    return this.outputs.map((output) => bundleOf(output)['text/plain'] ?? String(output.text ?? '')).join('\n');
  }

  /** Static pictures of the figures, in order. */
  get pictures(): readonly string[] {
    return this.outputs.flatMap((output) => bundleOf(output)['image/svg+xml'] ?? []);
  }

  /** The words of the figure with this title, or of the table that has such a line. */
  outputWith(words: string | RegExp): string {
    const texts = this.outputs.map((output) => bundleOf(output)['text/plain'] ?? String(output.text ?? ''));
    const found = texts.find((text) => (typeof words === 'string' ? text.includes(words) : words.test(text)));
    expect(found, `an output with ${words}`).toBeDefined();
    return found!;
  }

  /** Cells of a table's rows by their first column. */
  rowsOf(words: string | RegExp): ReadonlyMap<string, readonly string[]> {
    const lines = this.outputWith(words).split('\n').slice(2);
    return new Map(lines.map((line) => line.trim().split(/ {2,}/)).map((cells) => [cells[0]!, cells] as const));
  }
}

function bundleOf(output: Output): Readonly<Record<string, string | undefined>> {
  return (output as Output & { readonly data?: Readonly<Record<string, string>> }).data ?? {};
}

/** Fails with the traceback where a cell fails, and where something that is no value stands in an output. */
export async function ranNotebook(name: string, home: string, parameters: Parameters = {}): Promise<RanNotebook> {
  process.env.QT_HOME = home;
  const path = join(notebooksFolder, `${name}.ipynb`);
  const { failed, outputs } = await runNotebook({ path, parameters, timeLimitMs: RUNNING_MS });
  expect(failed?.traceback.join('\n')).toBeUndefined();
  const ran = new RanNotebook(outputs);
  for (const shown of [ran.text, ...ran.pictures]) expect(shown).not.toMatch(/\bNaN\b|Infinity|\[object|\bnull\b/);
  // a regime has this name; nothing else is called so
  if (!/^0[45]/.test(name)) expect(ran.text).not.toContain('undefined');
  for (const picture of ran.pictures) expect(picture).toMatch(/^<svg [\s\S]*<\/svg>\s*$/);
  return ran;
}
