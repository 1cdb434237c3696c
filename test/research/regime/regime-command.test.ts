// `qt regime`: tables, JSON and a page of stored days for every detector, and what it says of wrong input.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder, WarmQt } from '../../cli/support/qt.ts';

interface Result {
  readonly detector: string;
  readonly from: string;
  readonly provenance: string;
  readonly sessions: number;
  readonly candles: number;
  readonly kinds: readonly { readonly kind: string; readonly candles: number }[];
  readonly fitted: object | null;
  readonly fittedTo: string | null;
  readonly notices: readonly string[];
}

const SPAN = ['--from', '2027-03-01', '--to', '2027-03-04'];

describe('qt regime', () => {
  const home = temporaryFolder('regime');
  const qt = new WarmQt();
  const regime = (...args: readonly string[]) => qt.json<Result>('regime', 'WDO', ...SPAN, ...args, '--home', home);

  beforeAll(async () => {
    await qt.json('synth', '--days', '4', '--home', home);
  }, 60_000);

  it.each(['rule', 'change', 'cusum'])('gives statistics of %s over all days', async (detector) => {
    const result = await regime('--detector', detector);
    expect(result).toMatchObject({ detector, sessions: 4, provenance: 'synthetic', fitted: null, from: '2027-03-01' });
    expect(result.kinds.reduce((sum, { candles }) => sum + candles, 0)).toBe(result.candles);
    expect(result.notices).toContain('the data are synthetic');
  });

  it('fits hmm on the first half, shows the second, says so, and takes what it gave', async () => {
    const result = await regime('--detector', 'hmm');
    expect(result).toMatchObject({ detector: 'hmm', sessions: 2, from: '2027-03-03', fittedTo: '2027-03-02' });
    expect(result.notices[0]).toMatch(/^Fitted on 2 days, 2027-03-01 to 2027-03-02, of which nothing is shown/);
    const file = join(home, 'hmm.json');
    writeFileSync(file, JSON.stringify(result.fitted));
    const again = await regime('--detector', 'hmm', '--settings', file);
    expect(again).toMatchObject({ sessions: 4, fitted: null });
  });

  it('writes a page', async () => {
    const file = join(home, 'regimes.html');
    await regime('--html', file);
    expect(readFileSync(file, 'utf8')).toContain('rule regime of WDO, 2027-03-01 to 2027-03-04, 1m');
  });

  it.each<[string, readonly string[], string, RegExp]>([
    ['a detector that is none', ['--detector', 'oracle'], 'bad-option', /oracle is no detector/],
    ['an interval that is none', ['--candle', 'often'], 'bad-option', /often is no candle interval/],
    ['a file that is not there', ['--settings', '/nowhere/x.json'], 'file-missing', /cannot be read/],
  ])('refuses %s', async (_name, args, code, message) => {
    await expect(regime(...args)).rejects.toThrow(new RegExp(`${code}.*${message.source}`));
  });

  it.each([
    ['{"confirm": 0}', /confirm must be a whole number/],
    ['{"confirm": "two"}', /confirm/],
    ['{', /not JSON/],
  ])('refuses the settings %s', async (text, message) => {
    const file = join(home, 'settings.json');
    writeFileSync(file, text);
    await expect(regime('--settings', file)).rejects.toThrow(message);
  });
});
