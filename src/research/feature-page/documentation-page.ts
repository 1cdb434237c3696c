// The folder with the committed pictures in; docs/features.md, of the catalogue as it stands, out.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../core/catalogue/catalogue.ts';
import { markdownPage } from './markdown-page.ts';
import { type PageSection, pageSections } from './page-sections.ts';

const EXTENSION = '.svg';

export function documentedSections(): readonly PageSection[] {
  return pageSections(catalogue.values());
}

/** Needs no market data: a picture is one file, `return.svg`, and tells its own title. */
export function documentationPage(picturesFolder: string): string {
  return markdownPage(documentedSections(), pictureTitles(picturesFolder));
}

/** By family. */
function pictureTitles(folder: string): ReadonlyMap<string, string> {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder).filter((file) => file.endsWith(EXTENSION));
  return new Map(
    files.map((file) => {
      const title = /<title>([^<]*)<\/title>/.exec(readFileSync(join(folder, file), 'utf8'))?.[1] ?? '';
      return [file.slice(0, -EXTENSION.length), title];
    }),
  );
}
