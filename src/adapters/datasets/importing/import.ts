// Files of one format go in; their days stand in the store, all or none, and the result says what was read and written.

import { basename } from 'node:path';
import type { SideRule } from '../../../core/market/infer-side.ts';
import { type Provenance, weakerProvenance } from '../../../core/market/provenance.ts';
import { parseSymbol } from '../../../core/market/symbol.ts';
import { UserError } from '../../user-error.ts';
import { intervalUsOf } from '../candle-kind.ts';
import type { CsvMapping } from '../formats/csv-mapping.ts';
import { loadMapping } from '../formats/csv-mappings.ts';
import { mappingParameters } from '../formats/csv-rows.ts';
import { readDefinitions } from '../instruments/definition.ts';
import { TermsBook } from '../instruments/terms-book.ts';
import type { Adjustment, PartSource } from '../manifest.ts';
import { PartStaging } from '../part-staging.ts';
import { judgeSeries } from '../series-judgement.ts';
import type { CommittedPart } from '../staged-part.ts';
import { type DatasetStore, openStore } from '../store.ts';
import { BadLines } from '../text/bad-lines.ts';
import type { OnProgress } from '../text/byte-source.ts';
import { seriesNotices } from './finding-notices.ts';
import { formatOf, IMPORT_FORMATS } from './formats.ts';
import type { ImportFormat } from './import-format.ts';
import { planImport } from './import-plan.ts';
import { type ChosenFile, type ImportResult, importResult, type ReadFiles } from './import-result.ts';
import { ImportSession } from './import-session.ts';
import { recogniseFile } from './recognise-file.ts';

export interface ImportOptions {
  /** The home folder; its `datasets` folder is written. */
  readonly home: string;
  /** One of IMPORT_FORMATS, or `auto`: each file is recognised. */
  readonly format: string;
  readonly files: readonly string[];
  /** Symbol of the rows where the file names none: WDOU25, or WDO for a continuous series. */
  readonly instrument?: string | undefined;
  /** Interval of candles, `1m`; found in the file when absent. */
  readonly interval?: string | undefined;
  /** The day of the rows, `2019-12-20`, for formats that do not name it. */
  readonly day?: string | undefined;
  /** Formats csv and parquet: the name of a built-in mapping or the path of a mapping file. */
  readonly mapping?: string | undefined;
  /** JSON file with the terms of instruments that the built-in table does not know; else they are inferred. */
  readonly definition?: string | undefined;
  /** Works the aggressor out where the source does not tell it, into a column of its own. */
  readonly inferSide?: SideRule | undefined;
  /** Take the place of days that stand there from another source, instead of merging with them. */
  readonly replace?: boolean | undefined;
  /** Count wrong lines instead of stopping at the first. */
  readonly skipBadLines?: boolean | undefined;
  /** `exchange` when absent. It may weaken what the mapping says, not strengthen it: `bad-option`. */
  readonly provenance?: Provenance | undefined;
  /** How the prices of a continuous series are adjusted, where their grid does not show it. */
  readonly adjusted?: Adjustment | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** Imports files; nothing stands in the store unless all of them are good. Throws UserErrors only. */
export async function importFiles(options: ImportOptions): Promise<ImportResult> {
  const intervalUs = parseInterval(options.interval);
  const chosen: ChosenFile[] = [];
  for (const file of options.files) chosen.push(await chooseFormat(file, options));
  const staging = new PartStaging(openStore(options.home).root);
  try {
    const definitions = options.definition === undefined ? [] : readDefinitions(options.definition);
    const terms = new TermsBook(staging.root, definitions);
    const read: ReadFiles[] = [];
    for (const group of groupsOf(chosen))
      read.push(await new GroupImport(options, intervalUs, staging, terms).run(group));
    const items = read.flatMap(({ plan }) => plan.items);
    const committed = await staging.commit(items, options.replace ?? false, terms.toStore());
    const changed = committed.filter(({ change }) => change !== 'unchanged');
    const names = [...new Set(changed.map(({ part }) => part.instrument))];
    const store = openStore(options.home);
    const found = names.length === 0 ? new Map() : await judgeSeries(store, { instruments: seriesNames(names) });
    return importResult(chosen, read, withFreshManifests(store, committed), seriesNotices(found));
  } finally {
    staging.discard();
  }
}

/** The series of a contract goes through all contracts of its root. */
function seriesNames(instruments: readonly string[]): readonly string[] {
  return instruments.map((name) => parseSymbol(name)?.root ?? name);
}

/** Rules over many days may have refused a part after it was committed. */
function withFreshManifests(store: DatasetStore, committed: readonly CommittedPart[]): readonly CommittedPart[] {
  return committed.map((each) => ({ ...each, manifest: store.manifest(each.part) }));
}

async function chooseFormat(file: string, options: ImportOptions): Promise<ChosenFile> {
  if (options.format !== 'auto') {
    const format = formatOf(options.format);
    if (format === undefined) throw formatError(options.format);
    return { file, format, mapping: mappingOf(format, options.mapping), recognised: undefined };
  }
  const { best } = await recogniseFile(file);
  const format = formatOf(best.format)!;
  const { confidence, why } = best;
  const recognised = { file: basename(file), format: format.id, confidence, why };
  return { file, format, mapping: mappingOf(format, options.mapping ?? best.mapping), recognised };
}

/** The date in the name of a file, as B3 and others write it: 20190318 or 2019-03-18. */
const DATE_IN_NAME = /(?:19|20)\d\d-?[01]\d-?[0-3]\d/;

/** Files of one day that make one book together are read into one session; every other file stands alone. */
function groupsOf(chosen: readonly ChosenFile[]): readonly (readonly ChosenFile[])[] {
  const joined = Map.groupBy(chosen, ({ format, file }) => {
    return format.joinsFiles === true ? `${format.id} ${DATE_IN_NAME.exec(basename(file))?.[0] ?? ''}` : file;
  });
  return [...joined.values()];
}

/** Reads the files of one session. */
class GroupImport {
  private readonly options: ImportOptions;
  private readonly intervalUs: number | undefined;
  private readonly staging: PartStaging;
  private readonly terms: TermsBook;

  constructor(options: ImportOptions, intervalUs: number | undefined, staging: PartStaging, terms: TermsBook) {
    this.options = options;
    this.intervalUs = intervalUs;
    this.staging = staging;
    this.terms = terms;
  }

  async run(group: readonly ChosenFile[]): Promise<ReadFiles> {
    const { options } = this;
    const { format, mapping } = group[0]!;
    const provenance = provenanceOf(options, mapping);
    const adjusted = options.adjusted ?? mapping?.adjusted;
    const sessions: ImportSession[] = [];
    const bads: BadLines[] = [];
    const sources: PartSource[] = [];
    for (const { file } of group) {
      const bad = new BadLines(file, options.skipBadLines ?? false);
      bads.push(bad);
      const sha256 = await format.importer({
        file,
        symbol: options.instrument ?? mapping?.instrument,
        day: options.day,
        bad,
        mapping,
        start: (filled, layout = {}) => {
          const shared = sessions[0];
          if (shared !== undefined) return shared;
          const intervalUs = this.intervalUs ?? parseInterval(mapping?.interval);
          const { staging, terms } = this;
          const { inferSide } = options;
          const choices = { file, staging, terms, provenance, adjusted, inferSide, intervalUs, filled };
          const session = new ImportSession({ ...choices, ...layout });
          sessions.push(session);
          return session;
        },
        onProgress: options.onProgress,
      });
      sources.push({
        file: basename(file),
        sha256,
        format: mapping === undefined ? format.id : `${format.id}:${mapping.name}`,
      });
    }
    const session = sessions[0]!;
    session.flush();
    if (session.days.length === 0) throw nothingError(group[0]!.file, session);
    const badLines = bads.reduce((sum, { count }) => sum + count, 0);
    const own = mapping === undefined ? {} : mappingParameters(mapping);
    const parameters = { skippedRows: session.rowsSkipped, badLines, ...own };
    return { session, bads, plan: planImport({ session, sources, provenance, adjusted, parameters }) };
  }
}

function parseInterval(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const intervalUs = intervalUsOf(text);
  if (intervalUs !== undefined) return intervalUs;
  throw new UserError({
    code: 'bad-option',
    message: `"${text}" is not an interval of time`,
    field: 'interval',
    fix: 'Use 1m, 5m, 15m, 30m, 1h or daily',
  });
}

function formatError(format: string): UserError {
  return new UserError({
    code: 'bad-option',
    message: `${format} is no format`,
    field: 'format',
    fix: `Use auto, or one of: ${IMPORT_FORMATS.join(', ')}`,
  });
}

function mappingOf(format: ImportFormat, mapping: string | undefined): CsvMapping | undefined {
  if (format.needsMapping !== true) return undefined;
  if (mapping !== undefined) return loadMapping(mapping);
  throw new UserError({
    code: 'bad-option',
    message: `A ${format.id} file needs a mapping that says what its columns are`,
    field: 'mapping',
    fix: 'Give a built-in name or a file: --mapping datasets/examples/wdo-contract-m1.json (see docs/csv-mapping.md)',
  });
}

/** The mapping speaks for the file; the user may know that it is less than that, not that it is more. */
function provenanceOf(options: ImportOptions, mapping: CsvMapping | undefined): Provenance {
  const own = mapping?.provenance;
  const given = options.provenance ?? own ?? 'exchange';
  if (own === undefined || weakerProvenance(own, given) === given) return given;
  throw new UserError({
    code: 'bad-option',
    message: `The mapping ${mapping!.name} says that its data are ${own}: they cannot be imported as ${given}`,
    field: 'provenance',
    fix: 'Leave --provenance out; if the mapping is wrong, change its field provenance',
  });
}

function nothingError(file: string, session: ImportSession): UserError {
  return new UserError({
    code: 'file-empty',
    message: `${basename(file)} has no row that could be kept (${session.rowsRead} read, ${session.rowsSkipped} skipped)`,
    file,
    fix: 'Check that the file is the export you meant and that the format on the command line is right',
  });
}
