import { describe, expect, it } from 'vitest';
import { NotebookError } from '../../../src/kernel/notebook/notebook-error.ts';
import { codeCells, joined, parseNotebook, readNotebook } from '../../../src/kernel/notebook/notebook-file.ts';
import { notebookText } from '../../../src/kernel/notebook/notebook-text.ts';
import { cellsWithOutputs, strippedNotebook } from '../../../src/kernel/notebook/strip-outputs.ts';

function fault(text: string): NotebookError {
  try {
    parseNotebook(text, 'some.ipynb');
  } catch (error) {
    if (error instanceof NotebookError) return error;
    throw error;
  }
  throw new Error('it was read');
}

const whole = (cells: readonly object[], metadata: object = {}): string =>
  JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 });

describe('a file that is no notebook for this kernel', () => {
  it('is told with the file and a way out', () => {
    expect(fault('a,b\n')).toMatchObject({
      code: 'notebook-invalid',
      message: expect.stringMatching(/^some\.ipynb is no notebook: it is not JSON/),
    });
    expect(fault('{\n<<<<<<< HEAD\n}').fix).toContain('since a merge');
    expect(fault('{"nbformat":3,"worksheets":[]}')).toMatchObject({
      code: 'notebook-version',
      message: 'some.ipynb has format 3, not 4',
      fix: expect.stringMatching(/--nbformat 4/),
    });
    expect(fault(whole([{ cell_type: 'code', source: 5, metadata: {} }])).message).toContain('at cells[0].source');
    const python = whole([], { kernelspec: { name: 'python3', language: 'python', display_name: 'Python 3' } });
    expect(fault(python)).toMatchObject({
      code: 'notebook-language',
      message: expect.stringMatching(/the language python, not TypeScript/),
    });
    expect(() => readNotebook('/none/there.ipynb')).toThrow('/none/there.ipynb does not exist');
  });
});

const STORED = whole(
  [
    { cell_type: 'markdown', id: 'a', metadata: { extra: { b: 1, a: [] } }, source: ['# T\n', 'x'], attachments: {} },
    {
      ...{ cell_type: 'code', id: 'b', source: 'let a = 1\na', execution_count: 7, unknown: null },
      metadata: { execution: { 'iopub.status.busy': 'x' }, tags: ['t'] },
      outputs: [
        { output_type: 'stream', name: 'stdout', text: 'é\nb\u2028c' },
        {
          ...{ output_type: 'execute_result', execution_count: 7, metadata: {} },
          data: {
            'text/plain': ['1\n', '2'],
            'image/png': 'iVBO\n',
            'application/json': 'a\nb',
            'image/svg+xml': '<svg>\n</svg>',
          },
        },
      ],
    },
    { cell_type: 'code', id: 'c', source: '  \n', metadata: {}, outputs: [], execution_count: null },
    { cell_type: 'new-kind', id: 'd', source: 'x', metadata: {} },
  ],
  { widgets: { state: {} }, mine: 1 },
);

describe('a notebook', () => {
  const notebook = parseNotebook(STORED, 'some.ipynb');

  it('is written as Jupyter writes it: keys in order, one space, texts as lines', () => {
    const text = notebookText(notebook);
    expect(JSON.parse(text)).toMatchObject({
      cells: [
        { metadata: { extra: { a: [], b: 1 } }, source: ['# T\n', 'x'] },
        {
          source: ['let a = 1\n', 'a'],
          unknown: null,
          outputs: [
            { text: ['é\n', 'b\u2028', 'c'] },
            {
              data: {
                'text/plain': ['1\n', '2'],
                'image/png': 'iVBO\n',
                'application/json': 'a\nb',
                'image/svg+xml': ['<svg>\n', '</svg>'],
              },
            },
          ],
        },
        { source: ['  \n'] },
        { cell_type: 'new-kind', source: ['x'] },
      ],
      metadata: { mine: 1, widgets: { state: {} } },
    });
    expect(text.split('\n').slice(0, 8)).toEqual([
      ...['{', ' "cells": [', '  {', '   "attachments": {},', '   "cell_type": "markdown",', '   "id": "a",'],
      ...['   "metadata": {', '    "extra": {'],
    ]);
    expect(text.endsWith('\n}\n')).toBe(true);
    expect(notebookText(parseNotebook(text, 'some.ipynb'))).toBe(text);
  });

  it('has as code cells those with something in them', () => {
    expect(codeCells(notebook).map(({ source }) => joined(source))).toEqual(['let a = 1\na']);
  });

  it('is stripped of what running it left, and of nothing else', () => {
    expect(cellsWithOutputs(notebook)).toEqual([2]);
    const stripped = strippedNotebook(notebook);
    expect(cellsWithOutputs(stripped)).toEqual([]);
    expect(stripped.metadata).toEqual({ mine: 1 });
    expect(stripped.cells[1]).toEqual({
      ...{ cell_type: 'code', id: 'b', source: 'let a = 1\na', execution_count: null, unknown: null },
      ...{ metadata: { tags: ['t'] }, outputs: [] },
    });
    expect(stripped.cells[0]).toEqual(notebook.cells[0]);
  });
});
