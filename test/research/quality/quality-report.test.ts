// Renders reports on made-up series; expects every day and finding in them, nothing loaded, nothing run, nothing unescaped.
import { describe, expect, it } from 'vitest';
import type { QualityInput, QualitySeries } from '../../../src/research/quality/quality-input.ts';
import { MAX_DRAWN_YEARS, qualityReport } from '../../../src/research/quality/quality-report.ts';
import { cleanSeries, withDays } from '../../core/quality/series/clean-series.ts';
import { markupOf, visibleText } from '../report/report-page.ts';
import { inspectedSeries } from './inspected-series.ts';

const input: QualityInput = { title: 'Quality of June', series: [inspectedSeries()] };
const page = qualityReport(input);
const text = visibleText(page);

const count = (part: string): number => page.split(part).length - 1;

describe('the report on quality', () => {
  it('opens with the days in each state', () => {
    expect(text).toContain('Quality of June Quality of 1 series, 40 days with data');
    for (const part of ['Days refused 2', 'Days missing 1', 'Days clean 37']) expect(text).toContain(part);
    expect(text).toContain('2025-06-02');
  });

  it('tells the findings of parts by rule and those of the series, the worst first', () => {
    const order = ['refuse off-tick parts 2 24', 'warn missing-days series 1', 'note identical-rows parts 3 12'];
    const places = order.map((words) => text.indexOf(words));
    expect(places.every((place) => place > 0)).toBe(true);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
    expect(text).toContain('2025-06-14 12:06:40 row 3: 5500.3');
    expect(text).toContain('2025-06-17 10:00:00: nothing for 2 h');
  });

  it('has a cell for each day of the calendar, by its state', () => {
    expect(count('class="day-refuse"')).toBe(2 + 1);
    expect(count('class="day-missing"')).toBe(1 + 1);
    expect(page).toContain('<title>2025-06-11: missing</title>');
    expect(page).toContain('<title>2025-06-14 (Weekend): refused, WDON25, 570 rows</title>');
    expect(page).toContain('<title>2025-06-19 (Corpus Christi): no trading</title>');
  });

  it('has pictures of the hours and of the prices with their contracts', () => {
    expect(count('<svg viewBox="0 0 1000')).toBe(3);
    expect(page).toContain('2025-06-17, WDON25, longest hole 2 h');
    expect(text).toContain('WDON25');
    expect(text).toContain('WDOQ25');
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('loads nothing and runs nothing', () => {
    expect(page).not.toMatch(/<script|https?:|src=|url\(|@import|\son[a-z]+=/);
    expect(page).toContain('default-src &#39;none&#39;');
    expect(page).toContain('prefers-color-scheme: dark');
    expect(page).toContain('color-scheme" content="light dark"');
  });

  it('closes every element that it opens', () => {
    const open: string[] = [];
    for (const [tag, closing, name] of markupOf(page).matchAll(/<(\/?)([a-z0-9!]+)[^>]*>/g)) {
      if (closing === '/') expect(open.pop()).toBe(name);
      else if (!tag.endsWith('/>') && !['meta', 'br', '!doctype'].includes(name!)) open.push(name!);
    }
    expect(open).toEqual([]);
  });

  it('is the same each time', () => {
    expect(qualityReport(input)).toBe(page);
  });
});

describe('names and texts that come from files', () => {
  it('never become markup', () => {
    const evil = '"><img src=x onerror=alert(1)><script>alert(2)</script>';
    const base = inspectedSeries();
    const series: QualitySeries = {
      series: {
        ...withDays(base.series, (day) => ({ ...day, instrument: evil })),
        symbol: evil,
        terms: { ...base.series.terms, timeZone: evil },
      },
      findings: [{ rule: evil, severity: 'warn', rows: 1, detail: evil, examples: [{ day: evil, what: evil }] }],
      parts: [{ day: '2025-06-16', verdict: 'warn', findings: [{ ...base.findings[0]!, detail: evil, rule: evil }] }],
    };
    const dangerous = qualityReport({ title: evil, series: [series] });
    expect(dangerous).not.toContain('<img');
    expect(dangerous).not.toContain('<script');
    expect(visibleText(dangerous)).toContain('onerror=alert(1)');
  });
});

describe('series of other kinds', () => {
  it('without prices, without volume, without a calendar and without days are told as far as they go', () => {
    const levels = withDays(cleanSeries({ kind: 'levels', days: 3 }), (day) => ({
      ...day,
      facts: {
        ...day.facts,
        ...{ first: undefined, last: undefined, high: undefined, low: undefined, median: undefined, volume: undefined },
      },
    }));
    const foreign = cleanSeries({ symbol: 'WDOFUT', kind: 'quotes', days: 3 });
    const terms = { ...foreign.terms, calendar: 'none' as const, timeZone: 'America/New_York' };
    const daily = withDays(cleanSeries({ kind: 'daily', days: 3 }), (day) => ({
      ...day,
      facts: { ...day.facts, high: 5500, low: 5500, first: 5500, last: 5500, volume: 0 },
    }));
    const bare = (series: QualitySeries['series']): QualitySeries => ({ series, findings: [], parts: [] });
    const series = [levels, { ...foreign, symbol: 'AIG', root: undefined, terms }, daily, { ...levels, days: [] }].map(
      bare,
    );
    const several = qualityReport({ title: 'Several', series });
    expect(several).not.toMatch(/NaN|Infinity|undefined/);
    expect(visibleText(several)).toContain('levels');
    expect(several.split('Price and volume of each day').length - 1).toBe(2);
    expect(several.split('Hours of 2025').length - 1).toBe(2);
  });

  it('of too many years are drawn as far as the page may grow', () => {
    const one = cleanSeries({ days: 2, from: '2024-12-30', symbol: 'WDOFUT' });
    const series = Array.from({ length: MAX_DRAWN_YEARS / 2 + 1 }, () => ({ series: one, findings: [], parts: [] }));
    const many = qualityReport({ title: 'Many', series });
    expect(many.split('Calendar of 202').length - 1).toBe(MAX_DRAWN_YEARS);
    expect(visibleText(many)).toContain('2 years are not drawn');
  });
});
