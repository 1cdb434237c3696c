// Looks at the notebooks as they are committed: no outputs, no type errors, pages of all of them, a list that names each.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { escapeHtml } from '../../src/kernel/notebook/html/escape-html.ts';
import { codeCells, joined, readNotebook, tagsOf } from '../../src/kernel/notebook/notebook-file.ts';
import { qt, repositoryRoot } from '../cli/support/qt.ts';
import { notebookNames, notebooksFolder, RUNNING_MS } from './ran-notebooks.ts';

const examples = resolve(repositoryRoot, 'docs/examples');
/** Of all pages together: what is committed with each change of a notebook. */
const EXAMPLE_BYTES_MAX = 1_500_000;

const notebookOf = (name: string) => readNotebook(join(notebooksFolder, `${name}.ipynb`));

describe('the notebooks', () => {
  it('hold no outputs and no type errors', { timeout: RUNNING_MS }, async () => {
    const { code, stdout } = await qt(['notebook', 'check', 'notebooks', '--no-outputs']);
    expect(stdout).toContain('8 notebooks, 0 errors');
    expect(code).toBe(0);
  });

  it('have the same parameters, in a cell that is tagged so', () => {
    const cells = notebookNames.map((name) => codeCells(notebookOf(name))[0]!);
    for (const cell of cells) expect(tagsOf(cell)).toEqual(['parameters']);
    expect(new Set(cells.map(({ source }) => joined(source))).size).toBe(1);
  });

  it('are in the form of this kernel', () => {
    for (const name of notebookNames) {
      const { metadata, nbformat_minor: minor, cells } = notebookOf(name);
      expect([minor, metadata.kernelspec]).toMatchObject([5, { name: 'quantumtrader', language: 'typescript' }]);
      expect(cells.every(({ id }) => id !== undefined)).toBe(true);
      expect(cells[0]!.cell_type).toBe('markdown');
    }
  });

  it('are all told of in the documentation', () => {
    const page = readFileSync(resolve(repositoryRoot, 'docs/notebooks.md'), 'utf8');
    for (const name of notebookNames) expect(page).toContain(`(../notebooks/${name}.ipynb)`);
  });
});

describe('the pages in docs/examples', () => {
  const pages = notebookNames.map((name) => [name, readFileSync(join(examples, `${name}.html`), 'utf8')] as const);

  it('are those of the notebooks', () => {
    expect(readdirSync(examples).sort()).toEqual(notebookNames.map((name) => `${name}.html`));
  });

  it('are of the cells as they stand: npm run examples makes them anew', () => {
    for (const [name, page] of pages) {
      for (const { source } of codeCells(notebookOf(name))) expect(page).toContain(escapeHtml(joined(source)));
    }
  });

  it('are small, of synthetic days, and without scripts', () => {
    for (const [, page] of pages) {
      expect(page).toContain('SYNTHETIC data.');
      expect(page).toContain('<svg');
      expect(page).not.toContain('<script');
      expect(page).not.toMatch(/href="[^"]*\.ipynb"/);
    }
    expect(pages.reduce((sum, [, page]) => sum + page.length, 0)).toBeLessThan(EXAMPLE_BYTES_MAX);
  });
});
