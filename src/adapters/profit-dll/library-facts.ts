// What can be known of a library before it is logged in: its file, and which functions this build has.

import type { ExportName } from './abi/exports.ts';
import { libraryFileFacts } from './abi/library-file.ts';
import type { Feed } from './feed/feed.ts';

/** What was checked of the records that are exchanged with the library, before anything was. */
export interface LayoutFacts {
  /** Whose sizes and offsets on this platform are those of the table. */
  readonly records: number;
  /** Version bytes that the records are sent with at first, by the vendor's name of the record. */
  readonly versionBytes: Readonly<Record<string, number>>;
}

export interface LibraryFacts {
  readonly dllPath: string;
  /** From the version resource; undefined where there is none, as on Linux. */
  readonly fileVersion: string | undefined;
  readonly fileBytes: number;
  readonly present: readonly ExportName[];
  readonly absent: readonly ExportName[];
  /** `direct` is the slower path, which holds the vendor's thread up while JavaScript is busy. */
  readonly feed: Feed['kind'];
  readonly layout: LayoutFacts;
}

export function libraryFacts(
  dllPath: string,
  { present, absent }: { readonly present: readonly ExportName[]; readonly absent: readonly ExportName[] },
  feed: Feed['kind'],
  layout: LayoutFacts,
): LibraryFacts {
  const { version, bytes } = libraryFileFacts(dllPath);
  return { dllPath, fileVersion: version, fileBytes: bytes, present, absent, feed, layout };
}
