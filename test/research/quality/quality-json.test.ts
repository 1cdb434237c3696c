// Takes an inspected series; expects its report as plain data with the same counts, days and findings.
import { expect, it } from 'vitest';
import { qualityJson } from '../../../src/research/quality/quality-json.ts';
import { cleanSeries } from '../../core/quality/series/clean-series.ts';
import { inspectedSeries, REFUSED } from './inspected-series.ts';

it('the report as data holds counts, missing days and what is not clean', () => {
  const json = qualityJson({ title: 'June', series: [inspectedSeries()] });
  expect(json).toMatchObject({ title: 'June', verdict: 'refuse' });
  const [series] = json.series;
  expect(series).toMatchObject({ symbol: 'WDO', kind: 'candles', from: '2025-06-02', verdict: 'refuse' });
  expect(series!.days).toMatchObject({ clean: 37, note: 1, warn: 0, refuse: 2, missing: 1 });
  expect(series!.missing).toEqual(['2025-06-11']);
  expect(series!.findings.map(({ rule }) => rule)).toContain('missing-days');
  expect(series!.parts.map(({ day }) => day)).toEqual(['2025-06-14', '2025-06-16', '2025-06-18']);
  expect(series!.parts[0]!.findings[0]).toEqual(REFUSED);
});

it('the report as data survives being written and read, also of nothing', () => {
  const empty = { ...cleanSeries(), days: [] };
  const json = qualityJson({ title: 'Nothing', series: [{ series: empty, findings: [], parts: [] }] });
  expect(json.series[0]).toMatchObject({ from: null, to: null, verdict: 'clean', missing: [] });
  expect(JSON.parse(JSON.stringify(json))).toEqual(json);
});
