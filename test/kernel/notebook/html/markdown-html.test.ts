import { describe, expect, it } from 'vitest';
import { markdownHtml } from '../../../../src/kernel/notebook/html/markdown-html.ts';

describe('Markdown', () => {
  const cases: readonly (readonly [name: string, markdown: string, html: string])[] = [
    ['headings', '# A *b*\n## C ##\nD\n===', '<h1>A <em>b</em></h1>\n<h2>C</h2>\n<h1>D</h1>'],
    ['paragraphs with line ends', 'one  \ntwo\n\nthree\\\nfour', '<p>one<br>\ntwo</p>\n<p>three<br>\nfour</p>'],
    [
      'emphasis',
      '**a *b* c** __d__ _e_ ***f*** ~~g~~',
      '<p><strong>a <em>b</em> c</strong> <strong>d</strong> <em>e</em> <strong><em>f</em></strong> <del>g</del></p>',
    ],
    ['what is no emphasis', '2 * 3 * 4, snake_case_name, \\*x\\*', '<p>2 * 3 * 4, snake_case_name, *x*</p>'],
    ['code', '`a<b` and `` `c` ``', '<p><code>a&lt;b</code> and <code>`c`</code></p>'],
    [
      'blocks of code',
      '```ts\nif (a < b) {\n\n}\n```\n    four',
      '<pre><code>if (a &lt; b) {\n\n}</code></pre>\n<pre><code>four</code></pre>',
    ],
    [
      'links',
      '[a *b*](http://x.y/z_(w) "t") <https://q.r> https://s.t.',
      '<p><a href="http://x.y/z_(w)" title="t">a <em>b</em></a> <a href="https://q.r">https://q.r</a> <a href="https://s.t">https://s.t</a>.</p>',
    ],
    [
      'short lists',
      '- a\n- b\n  1. c\n  2. d\n     e\n- [x] f',
      '<ul>\n<li>a</li>\n<li>b\n<ol>\n<li>c</li>\n<li>d\ne</li>\n</ol></li>\n<li>☑ f</li>\n</ul>',
    ],
    ['lists with space between', '3. a\n\n4. b', '<ol start="3">\n<li><p>a</p></li>\n<li><p>b</p></li>\n</ol>'],
    ['quotes', '> a\nb\n> - c', '<blockquote>\n<p>a\nb</p>\n<ul>\n<li>c</li>\n</ul>\n</blockquote>'],
    ['rules', 'a\n\n---\n* * *', '<p>a</p>\n<hr>\n<hr>'],
    ['formulas as they are', '$a_1 * b_1$ and R$ 5', '<p>$a_1 * b_1$ and R$ 5</p>'],
  ];
  it.each(cases)('%s', (_name, markdown, html) => {
    expect(markdownHtml(markdown)).toBe(html);
  });

  it('tables with alignment, bars behind backslashes, and rows that are short', () => {
    expect(markdownHtml('| a | b |\n|:--|--:|\n| 1 \\| 2 | `x` |\n| 3 |\ntext')).toBe(
      [
        '<table>',
        '<thead><tr><th style="text-align:left">a</th><th style="text-align:right">b</th></tr></thead>',
        '<tbody><tr><td style="text-align:left">1 | 2</td><td style="text-align:right"><code>x</code></td></tr>',
        '<tr><td style="text-align:left">3</td><td style="text-align:right"></td></tr></tbody>',
        '</table>',
        '<p>text</p>',
      ].join('\n'),
    );
  });

  it('lets no markup, no script and no address that runs through', () => {
    const html = markdownHtml(
      [
        '<script>alert(1)</script> <img src=x onerror=y>',
        '[a](javascript:alert(1)) [b](JAVASCRIPT:x "t") [c](data:text/html,x) ![d](javascript:x)',
        '[e](http://a/"onclick="x) `<b>` &lt; &bad',
        '# <i>',
        '| <u> |\n|---|\n| <s> |',
      ].join('\n\n'),
    );
    expect(html).not.toMatch(/<(?:script|img|b|i|u|s)[ >]/);
    expect(html).not.toMatch(/href="(?:javascript|data)/i);
    expect(html).toContain('href="http://a/&quot;onclick=&quot;x"');
    expect(html).toContain('&lt; &amp;bad');
  });

  it('takes pictures from where they are at hand, and links to the others', () => {
    const imageOf = (source: string): string | undefined =>
      source === 'a.png' ? 'data:image/png;base64,AA' : undefined;
    expect(markdownHtml('![x](a.png) ![y](https://h/b.png)', imageOf)).toBe(
      '<p><img src="data:image/png;base64,AA" alt="x"> <a href="https://h/b.png">[y]</a></p>',
    );
  });

  it('comes to an end on whatever is written', () => {
    for (const mark of ['*', '_', '`', '[', '![', '> ', '- ', '|', '~~', '1. ', '\\', '<', '&', '$']) {
      expect(markdownHtml(mark.repeat(500)).length).toBeGreaterThan(0);
      expect(markdownHtml(`${mark}a `.repeat(300)).length).toBeGreaterThan(0);
    }
  });
});
