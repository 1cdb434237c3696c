// The repository's notebooks in; a page for each with what it shows of synthetic days, pictures in place of scripts, out.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { notebookPage } from '../src/kernel/notebook/html/notebook-page.ts';
import type { Output } from '../src/kernel/notebook/notebook-file.ts';
import { runNotebook } from '../src/kernel/notebook/run-notebook.ts';
import { repositoryRoot } from './checks.ts';

export const notebooksFolder: string = join(repositoryRoot, 'notebooks');
export const examplesFolder: string = join(repositoryRoot, 'docs/examples');

/** Names without their ending, in order. */
export function exampleNames(): readonly string[] {
  const files = readdirSync(notebooksFolder).filter((file) => file.endsWith('.ipynb'));
  return files.map((file) => file.slice(0, -'.ipynb'.length)).sort();
}

/** Runs in QT_HOME, which has no data, so that the notebook makes its synthetic days. Throws where a cell fails. */
export async function examplePage(name: string): Promise<string> {
  const { notebook, failed } = await runNotebook({ path: join(notebooksFolder, `${name}.ipynb`) });
  if (failed !== undefined) throw new Error(`${name}: cell ${failed.cell} failed: ${failed.name}: ${failed.message}`);
  const cells = notebook.cells.map((cell) =>
    cell.outputs === undefined ? cell : { ...cell, outputs: cell.outputs.map(asPicture) },
  );
  return seenFromExamples(notebookPage({ ...notebook, cells }, { title: name, folder: notebooksFolder }));
}

/** Links to other notebooks lead to their pages, and those into docs/ start one folder deeper. */
function seenFromExamples(page: string): string {
  return page.replaceAll(/href="([^"/]+)\.ipynb"/g, 'href="$1.html"').replaceAll('href="../docs/', 'href="../');
}

/** A figure is its static picture: without the library that draws, all pages together are small enough to be committed. */
function asPicture(output: Output): Output {
  const { data } = output as Output & { readonly data?: Readonly<Record<string, unknown>> };
  const picture = data?.['image/svg+xml'];
  return picture === undefined ? output : { ...output, data: { 'image/svg+xml': picture } };
}
