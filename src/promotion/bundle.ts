// A strategy file and the names to export in; one ES module with engine and strategy, the same bytes on every machine, out.

import { type BuildFailure, type BuildOptions, build, type Message } from 'esbuild';
import { bundleError } from './bundle-error.ts';
import { type BundleFolders, bundleSources, diskPath, FACE, plainPath, strategyModule } from './bundle-sources.ts';
import { forbiddenGlobalIn, forbiddenGlobalMarks } from './forbidden-globals.ts';

export interface BundleExport {
  /** Name in the module, `default` included. */
  readonly name: string;
  /** Name under which the bundle exports it. */
  readonly as: string;
  /** `src/core/...` or `src/index.ts`. */
  readonly from: string;
}

export interface BundleOptions extends BundleFolders {
  /** The file whose default export becomes the export `strategy`. */
  readonly strategyFile: string;
  /** What else the bundle exports, such as the engine. */
  readonly exports: readonly BundleExport[];
}

const NO_ESCAPE = [
  'unsupported-dynamic-import',
  'unsupported-require-call',
  'indirect-require',
  'direct-eval',
  'empty-import-meta',
];

const SETTINGS: BuildOptions = {
  bundle: true,
  write: false,
  metafile: true,
  // Knows neither Node nor a browser, so that nothing of them resolves.
  platform: 'neutral',
  format: 'esm',
  target: 'es2024',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'silent',
  // Settings of the machine's tsconfig files must not decide; an import that is never used must still be seen.
  tsconfigRaw: '{"compilerOptions":{"verbatimModuleSyntax":true}}',
  // What could load code at run time is an error, not a note.
  supported: { 'import-meta': false },
  logOverride: Object.fromEntries(NO_ESCAPE.map((id) => [id, 'error'])),
};

/**
 * Readable, without source map or paths of this machine. Throws UserError `bundle-import` for an import of Node, of a package
 * or of impure code, `bundle-global` for a use of clock, randomness or the outside world, `bundle-code` for code that esbuild
 * cannot read.
 */
export async function bundleStrategy(options: BundleOptions): Promise<Uint8Array> {
  const define = forbiddenGlobalMarks;
  const stdin = { contents: entryText(options), loader: 'js', sourcefile: 'entry' } as const;
  try {
    const result = await build({ ...SETTINGS, define, stdin, plugins: [bundleSources(options)] });
    const [output] = result.outputFiles ?? [];
    const left = Object.values(result.metafile?.outputs ?? {}).flatMap((each) => each.imports)[0];
    if (output === undefined || left !== undefined) {
      throw bundleError('bundle-import', `The bundle would import ${left?.path ?? 'nothing at all'}`, FIX_IMPORT);
    }
    refuseGlobals(output.text, options);
    return output.contents;
  } catch (error) {
    const [message] = (error as Partial<BuildFailure>).errors ?? [];
    throw message === undefined ? error : translated(message, options);
  }
}

const FIX_IMPORT = "Import only from 'quantumtrader' and from files in strategies/; data come in through features";

function entryText(options: BundleOptions): string {
  const strategy = strategyModule(options.strategyFile, options);
  if (strategy === undefined) {
    throw bundleError(
      'bundle-import',
      `${options.strategyFile} does not lie in ${options.strategies}`,
      'Move it there',
      {
        file: options.strategyFile,
      },
    );
  }
  const all = [{ name: 'default', as: 'strategy', from: strategy }, ...options.exports];
  return all
    .map(
      ({ name, as, from }) =>
        `export { ${name} as ${as} } from ${JSON.stringify(from === 'quantumtrader' ? FACE : from)};\n`,
    )
    .sort()
    .join('');
}

function refuseGlobals(text: string, folders: BundleFolders): void {
  const found = forbiddenGlobalIn(text);
  if (found === undefined) return;
  const path = plainPath(found.module);
  throw bundleError(
    'bundle-global',
    `${path} uses ${found.name}, which a strategy cannot reach: time, randomness and the outside world come in as inputs`,
    'Take the value from the decision context or from a feature',
    { file: diskPath(path, folders), field: found.name },
  );
}

/** An error of esbuild, or of our resolver, with its place on disk. Lines and columns count from 1. */
function translated(message: Message, folders: BundleFolders): Error {
  const { location } = message;
  const path = location === null ? 'entry' : plainPath(location.file);
  const place =
    location === null || path === 'entry'
      ? {}
      : { file: diskPath(path, folders), line: location.line, column: location.column + 1 };
  const { specifier } = (message.detail ?? {}) as { readonly specifier?: string };
  if (specifier === undefined) {
    return bundleError('bundle-code', `${path}: ${message.text}`, 'Correct the code', place);
  }
  return bundleError('bundle-import', `${path} imports '${specifier}': ${message.text}`, FIX_IMPORT, {
    ...place,
    field: specifier,
  });
}
