// Which days a model has seen: those of its training and validation, unless they were made for it and lie in no store.
import { expect, it } from 'vitest';
import { seenDays } from '../../../src/research/retraining/seen-days.ts';

it('are none of a market made for the training, and all of stored days, synthetic ones too', () => {
  const training = { from: '2027-03-01', to: '2027-03-12' };
  const validation = { from: '2027-03-15', to: '2027-03-19' };
  const days = { training, validation };
  const made = { path: 'synthetic {"root":"WDO","seed":1}', sha256: 'a'.repeat(64) };
  const stored = { path: 'WDOJ27/candles-1m', sha256: 'b'.repeat(64) };
  const spans = [training, validation];
  expect(seenDays({ ...days, provenance: 'synthetic', datasets: [made] })).toEqual({ spans: [] });
  expect(seenDays({ ...days, provenance: 'synthetic', datasets: [] })).toEqual({ spans: [] });
  expect(seenDays({ ...days, provenance: 'synthetic', datasets: [stored] })).toEqual({ spans });
  expect(seenDays({ ...days, provenance: 'synthetic', datasets: [made, stored] })).toEqual({ spans });
  expect(seenDays({ ...days, provenance: 'exchange', datasets: [] })).toEqual({ spans });
});
