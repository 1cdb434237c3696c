// `npm start` in a home of its own: from two synthetic days to an identical replay and a report that opens offline.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { qt, temporaryFolder } from './support/qt.ts';
import { repositoryCopy } from './support/repository-copy.ts';

describe('the demonstration', () => {
  const root = repositoryCopy();
  const home = temporaryFolder('demo');

  it('goes the whole way, ends with an identical replay and names its report', async () => {
    const { code, stdout, stderr } = await qt(['demo', '--home', home], root);
    expect(code, stderr).toBe(0);
    const lines = stdout.trim().split('\n');
    const decisions = Number(/^replay identical: (\d+) decisions$/.exec(lines[0]!)?.[1]);
    expect(decisions).toBeGreaterThan(1000);
    const report = join(home, 'report.html');
    expect(lines[1]).toBe(`report: ${report}`);
    expect(existsSync(report)).toBe(true);
    const html = readFileSync(report, 'utf8');
    expect(html).toMatch(/^<!doctype html>/i);
    // pictures, scripts and styles stand inside it
    const outside = /<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)\s*=\s*["']?(?!data:|#)[^"'\s>]+/gi;
    expect(html.match(outside)).toBeNull();
    expect(html).not.toMatch(/@import\s|url\(\s*["']?https?:/i);
    for (const step of ['1/5', '2/5', '3/5', '4/5', '5/5']) expect(stderr).toContain(step);
  });
});
