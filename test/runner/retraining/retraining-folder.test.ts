// Folders of trainings: the newest twenty stay, the journals of the newest three.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { JOURNALS, newRetrainingFolder } from '../../../src/runner/retraining/retraining-folder.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';

it('keeps twenty trainings with their models, and the journals of three', () => {
  const home = temporaryFolder('retraining-folder');
  const days = Array.from({ length: 24 }, (_, place) => String(place + 1).padStart(2, '0'));
  for (const day of days) {
    const folder = newRetrainingFolder(home, 'wdo-regime', `2027-03-${day}T22:00:00.123Z`);
    writeFileSync(join(folder, 'log.txt'), day);
    for (const journal of Object.values(JOURNALS)) mkdirSync(join(folder, journal));
  }
  const parent = join(home, 'retraining', 'wdo-regime');
  const kept = readdirSync(parent).sort();
  expect(kept).toEqual(days.slice(-20).map((day) => `202703${day}T220000Z`));
  for (const name of kept) expect(existsSync(join(parent, name, 'log.txt'))).toBe(true);
  for (const journal of Object.values(JOURNALS)) {
    expect(kept.filter((name) => existsSync(join(parent, name, journal)))).toEqual(kept.slice(-3));
  }
});

it('gives each of several trainings in one second a folder of its own, in their order', () => {
  const home = temporaryFolder('retraining-second');
  const made = [100, 200, 300].map((ms) => newRetrainingFolder(home, 'wdo-regime', `2027-03-01T22:00:00.${ms}Z`));
  const later = newRetrainingFolder(home, 'wdo-regime', '2027-03-01T22:00:01.000Z');
  const names = ['20270301T220000Z', '20270301T220000Z-2', '20270301T220000Z-3', '20270301T220001Z'];
  expect([...made, later]).toEqual(names.map((name) => join(home, 'retraining', 'wdo-regime', name)));
  expect(readdirSync(join(home, 'retraining', 'wdo-regime')).sort()).toEqual(names);
});
