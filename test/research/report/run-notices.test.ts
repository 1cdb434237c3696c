// Checks what a run tells its readers of alerts and missing days: first texts, counts, order.
import { describe, expect, it } from 'vitest';
import { featureById } from '../../../src/index.ts';
import { neverReadyNotices, runNotices } from '../../../src/research/report/run-notices.ts';

const alert = (severity: string, code: string, text: string) => ({ severity, code, text });
const missing = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ day: `2025-08-0${i + 1}`, contract: 'WDOU25' }));

describe('notices of a run', () => {
  it('tell the text of the first alert of each code and how many there were', () => {
    const alerts = [alert('warning', 'muted', 'gap of 3 s'), alert('warning', 'muted', 'gap of 9 s')];
    expect(runNotices([], alerts)).toEqual(['Alert muted, 2 times: gap of 3 s']);
    expect(runNotices([], alerts.slice(1))).toEqual(['Alert muted, once: gap of 9 s']);
  });

  it('begin with critical alerts and leave out what only informs', () => {
    const alerts = [
      alert('info', 'operator', 'pause by me'),
      alert('warning', 'muted', 'gap of 3 s'),
      alert('critical', 'stopLost', 'stop s-1 is rejected'),
      alert('critical', 'stopLost', 'stop s-2 is expired'),
    ];
    expect(runNotices(missing(1), alerts)).toEqual([
      'Critical alert stopLost, 2 times: stop s-1 is rejected',
      'No data for 1 trading day of the range: 2025-08-01 (WDOU25)',
      'Alert muted, once: gap of 3 s',
    ]);
  });

  it('name five days without data and count the rest', () => {
    const [notice] = runNotices(missing(7), []);
    expect(notice).toMatch(/^No data for 7 trading days of the range: 2025-08-01 .*2025-08-05 \(WDOU25\) and 2 more$/);
  });

  it('name five features that were never ready, with what they read, and count the rest', () => {
    const ids = ['rsi_14', 'ema_20', 'ema_9', 'rsi_14', 'ema_20', 'ema_9', 'rsi_14'];
    const columns = ids.map((id) => ({ id, spec: featureById(id) ?? featureById('rsi_14')! }));
    expect(neverReadyNotices(columns)).toEqual([
      expect.stringMatching(
        /^Never ready in the whole run: rsi_14 \(reads candles; needs 15 candles\), .* and 2 more$/,
      ),
    ]);
    expect(neverReadyNotices([])).toEqual([]);
  });

  it('are none for a quiet run', () => {
    expect(runNotices([], [])).toEqual([]);
  });
});
