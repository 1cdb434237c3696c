import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ansiHtml } from '../../../../src/kernel/notebook/html/ansi-html.ts';
import { notebookPage } from '../../../../src/kernel/notebook/html/notebook-page.ts';
import { outputHtml } from '../../../../src/kernel/notebook/html/output-html.ts';
import type { Notebook, Output } from '../../../../src/kernel/notebook/notebook-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'qt-page-'));
afterAll(() => rmSync(folder, { recursive: true }));

const data = (bundle: object): string => outputHtml({ output_type: 'display_data', data: bundle, metadata: {} });

describe('an output', () => {
  it('is shown in its richest form', () => {
    const plain = { 'text/plain': 'p' };
    expect(data({ ...plain, 'image/png': 'AA\nBB\n', 'text/html': ['<b>', 'x</b>'] })).toBe(
      '<div class="data"><b>x</b></div>',
    );
    expect(data({ ...plain, 'text/markdown': '**x**', 'image/png': 'AA\nBB\n' })).toContain(
      'src="data:image/png;base64,AABB"',
    );
    expect(data({ ...plain, 'image/svg+xml': '<svg/>' })).toContain(`svg+xml;base64,${btoa('<svg/>')}"`);
    expect(data({ ...plain, 'text/markdown': '**x**' })).toContain('<strong>x</strong>');
    expect(data({ ...plain, 'application/json': { a: '<' } })).toContain(
      '<pre>{\n  &quot;a&quot;: &quot;&lt;&quot;\n}</pre>',
    );
    expect(data({ 'text/plain': ['<a>\n', 'b'] })).toContain('<pre>&lt;a&gt;\nb</pre>');
    expect(data({ 'application/x-own': 1 })).toContain('no form of it can be shown: application/x-own');
  });

  it('of text is escaped, with colours as spans', () => {
    const error: Output = { output_type: 'error', ename: 'E', evalue: 'm', traceback: ['\u001b[31mE\u001b[0m: <m>'] };
    expect(outputHtml(error)).toBe('<pre class="error"><span style="color:#c0322b">E</span>: &lt;m&gt;</pre>');
    expect(outputHtml({ output_type: 'stream', name: 'stderr', text: ['a\n', '<b>'] })).toBe(
      '<pre class="stream stderr">a\n&lt;b&gt;</pre>',
    );
    expect(ansiHtml('\u001b[1;38;5;208mx\u001b[22my\u001b[39m\u001b[2Kz\u001b[48;2;1;2;3mw\u001b[m.')).toBe(
      '<span style="color:rgb(255,135,0);font-weight:bold">x</span><span style="color:rgb(255,135,0)">y</span>z<span style="background:rgb(1,2,3)">w</span>.',
    );
  });
});

describe('a page', () => {
  it('holds all cells, and fetches nothing', () => {
    writeFileSync(join(folder, 'own picture.png'), 'PNG');
    const notebook: Notebook = {
      cells: [
        {
          ...{ cell_type: 'markdown', metadata: {} },
          source: '# T & <i>\n![a](attachment:a.png) ![b](own%20picture.png) ![c](../outside.txt) ![d](http://h/d.png)',
          attachments: { 'a.png': { 'image/png': 'QUE=' } },
        },
        {
          cell_type: 'code',
          metadata: {},
          source: ['a < b;\n', 'c'],
          execution_count: 3,
          outputs: [{ output_type: 'stream', name: 'stdout', text: '<o>' }],
        },
        { cell_type: 'code', metadata: {}, source: 'd' },
        { cell_type: 'raw', metadata: {}, source: '<r>' },
      ],
      ...{ metadata: {}, nbformat: 4, nbformat_minor: 5 },
    };
    const page = notebookPage(notebook, { title: '</title><script>', folder });
    expect(page).toContain('<title>&lt;/title&gt;&lt;script&gt;</title>');
    expect(page).toContain('default-src &#39;none&#39;');
    expect(page).toContain('<h1>T &amp; &lt;i&gt;</h1>');
    expect(page).toContain('<img src="data:image/png;base64,QUE=" alt="a">');
    expect(page).toContain(`<img src="data:image/png;base64,${btoa('PNG')}" alt="b">`);
    expect(page).toContain('<code>a &lt; b;\nc</code>');
    expect(page).toContain('<div class="prompt">[3]</div>');
    expect(page).toContain('<pre class="stream stdout">&lt;o&gt;</pre>');
    expect(page).toContain('<pre>&lt;r&gt;</pre>');
    expect(page.match(/ src="(?!data:)|<link|@import|url\(/g)).toBeNull();
  });
});
