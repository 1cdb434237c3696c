// Checks that no text can become markup, in elements, attributes and data blocks.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml, html, jsonBlock } from '../../../src/research/report/html.ts';

describe('markup', () => {
  it('escapes texts and keeps markup', () => {
    const item = html`<b title="${'"><script>'}">${'a & b'}</b>`;
    expect(html`<p>${item}${[item]}${3}</p>`.markup).toBe(
      `<p>${'<b title="&quot;&gt;&lt;script&gt;">a &amp; b</b>'.repeat(2)}3</p>`,
    );
  });

  it('replaces what a page may not contain', () => {
    expect(escapeHtml('a\u0000b\ud800c\td')).toBe('a\ufffdb\ufffdc\td');
  });

  it('lets no text end a data block, and gives the value back', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '/', 'script', '>', '!--', '"', '\\', 'é', ' ') }), (text) => {
        const block = jsonBlock('x', { text }).markup;
        const inner = /^<script type="application\/json" id="x">([^<]*)<\/script>$/.exec(block)?.[1];
        expect(JSON.parse(inner!)).toEqual({ text });
      }),
    );
  });
});
