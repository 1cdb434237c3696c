// The committed page of features and its pictures; expects exactly the catalogue as it stands, and shapes without numbers.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { catalogue } from '../../../src/core/catalogue/catalogue.ts';
import { documentationPage, documentedSections } from '../../../src/research/feature-page/documentation-page.ts';
import { repositoryRoot } from '../../cli/support/qt.ts';

const folder = join(repositoryRoot, 'docs/features');
const page = readFileSync(join(repositoryRoot, 'docs/features.md'), 'utf8').replaceAll('\r\n', '\n');
const MOST_BYTES = 400_000;

it('is the page of the catalogue as it stands (npm run features-page makes it)', () => {
  expect(page).toBe(documentationPage(folder));
});

it('lists every feature of the catalogue once', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| `') && line.includes('<br>'));
  const listed = rows.flatMap((row) => row.slice(0, row.indexOf('<br>')).match(/(?<=`)[^` |]+(?=`)/g)!);
  expect(listed.toSorted()).toEqual([...catalogue.keys()].sort());
});

it('says of every feature what it means, how it is computed and where that comes from', () => {
  const bare = [...catalogue.values()].filter(({ meta }) =>
    [meta.meaning, meta.formula, meta.source, meta.unit].includes(''),
  );
  expect(bare.map(({ meta }) => meta.id)).toEqual([]);
});

it('has pictures of families that there are, small, without axes, numbers or scripts', () => {
  const names = documentedSections().flatMap(({ families }) => families.map(({ name }) => `${name}.svg`));
  const files = readdirSync(folder);
  expect(files.filter((file) => !names.includes(file))).toEqual([]);
  expect(files.length).toBeGreaterThan(names.length * 0.9);
  expect(files.reduce((bytes, file) => bytes + statSync(join(folder, file)).size, 0)).toBeLessThan(MOST_BYTES);
  for (const file of files) {
    const drawn = readFileSync(join(folder, file), 'utf8').replaceAll(/<title>[^<]*<\/title>|"(?:http|#)[^"]*"/g, '');
    expect(drawn, file).not.toMatch(/<text|<script|href|\d{4}|\d\.\d\d/);
  }
});
