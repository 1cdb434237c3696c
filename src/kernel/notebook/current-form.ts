// A notebook in; the same in the format 4.5, in which every cell has an id, with what is known of the kernel that runs it, out.
import { createHash } from 'node:crypto';
import { kernelInfo } from '../front/kernel-facts.ts';
import { KERNEL_NAME, kernelspecOf } from '../spec/kernelspec.ts';
import { joined, type Notebook, type NotebookCell } from './notebook-file.ts';

const MINOR = 5;
const ID = /^[a-zA-Z0-9_-]{1,64}$/;

export function currentForm(notebook: Notebook): Notebook {
  const { metadata, nbformat_minor: minor } = notebook;
  const facts = { implementation: 'quantumtrader', implementationVersion: '', banner: '', helpLinks: [] };
  const { language_info } = kernelInfo({ ...facts, languageVersion: process.versions.node });
  const { display_name, language } = kernelspecOf({ node: process.execPath, root: '' });
  return {
    ...notebook,
    nbformat_minor: Math.max(MINOR, minor),
    // the kernel that it was written for stays the one that opens it
    metadata: { kernelspec: { display_name, language, name: KERNEL_NAME }, ...metadata, language_info },
    cells: withIds(notebook.cells),
  };
}

/** The same notebook gets the same ids. */
function withIds(cells: readonly NotebookCell[]): NotebookCell[] {
  const taken = new Set<string>();
  return cells.map((cell, index) => {
    let id = cell.id ?? '';
    for (let turn = 0; !ID.test(id) || taken.has(id); turn++) id = hashOf(`${index} ${turn} ${joined(cell.source)}`);
    taken.add(id);
    return { ...cell, id };
  });
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
