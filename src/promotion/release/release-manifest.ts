// The text of release.json in and out: everything a release is made of, with the rules its fields keep to each other.

import { z } from 'zod';
import { weakerProvenance } from '../../core/market/provenance.ts';
import { assertLiveProvenance } from './provenance-gate.ts';
import { releaseError } from './release-error.ts';
import { NO_STRATEGY } from './release-folders.ts';
import { collidingPaths, unsafePathReason } from './release-path.ts';
import { STAGES } from './stage.ts';

export const MANIFEST_FILE = 'release.json';
export const SIGNATURE_FILE = 'release.sig';
export const CODE_FILE = 'code/strategy.mjs';
export const GOLDEN_FILE = 'golden.json';
export const GATES_FILE = 'gates.json';
/** Releases of earlier versions have none. */
export const VALIDATION_FILE = 'validation.json';
/** Files that every release has besides manifest and signature. */
const REQUIRED_FILES: readonly string[] = [CODE_FILE, GATES_FILE, GOLDEN_FILE];

export const MANIFEST_BYTES_MAX = 4 * 1024 * 1024;
const FILE_BYTES_MAX = 256 * 1024 * 1024;
export const FILES_MAX = 1000;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected a sha256 in lower-case hex');
const day = z.iso.date();
const version = z.string().min(1).max(100);
const provenance = z.enum(['exchange', 'simulated', 'synthetic']);
const filePath = z.string().refine((path) => unsafePathReason(path) === undefined, {
  error: (issue) => `the path ${JSON.stringify(issue.input)} ${unsafePathReason(String(issue.input))}`,
});
/** Relative to the home folder: a path of one machine would tell private things and fit no other. */
const homePath = z
  .string()
  .regex(/^(?![/\\]|[A-Za-z]:)(?!(.*\/)?\.\.(\/|$))[^\\]+$/, 'expected a path inside the home folder');

const strategyName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'expected kebab-case, at most 40 characters')
  .refine((name) => !NO_STRATEGY.has(name), 'it is the name of a folder in releases/');

const limits = z.strictObject({
  riskPerTrade: z.number().positive().max(0.05),
  dailyLossLimit: z.number().positive().max(0.5),
  maxPositions: z.int().min(1),
  maxContracts: z.int().min(1),
  flattenBeforeCloseUs: z.int().min(0),
  stopSlippageTicks: z.int().min(0),
  // what releases of before these limits do not say; a release of today says all but the two that a strategy may leave open
  maxGrossContracts: z.int().min(1).exactOptional(),
  maxOrderContracts: z.int().min(1).exactOptional(),
  maxNetExposureBrl: z.number().positive().exactOptional(),
  maxDrawdown: z.number().positive().max(0.5).exactOptional(),
  lossStreakTrades: z.int().min(1).exactOptional(),
  coolDownUs: z.int().min(0).exactOptional(),
  collarTicks: z.int().min(1).exactOptional(),
  ordersPerMinute: z.int().min(1).exactOptional(),
  noEntryBeforeCloseUs: z.int().min(0).exactOptional(),
  minDaysToRoll: z.int().min(0).exactOptional(),
});

const model = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'expected a name in kebab-case'),
  manifestSha256: sha256,
  inputs: z.array(z.string().min(1)).min(1),
  schemaHash: sha256,
  thresholdsPreset: z.string().min(1),
  provenance,
  sideSource: z.enum(['feed', 'quoteRule', 'tickRule', 'none']),
});

const draft = z.strictObject({
  schemaVersion: z.literal(1),
  strategy: strategyName,
  /** The hardest stage whose gates it passed. */
  stage: z.enum(STAGES),
  lockfileSha256: sha256,
  nodeVersion: z.string().regex(/^\d+\.\d+\.\d+$/),
  packageVersion: z.string().min(1),
  engineVersion: z.string().min(1),
  /** What was installed where it was built: checked the types, made the bundle, ran the model. Releases of earlier versions do not say. */
  tools: z.strictObject({ typescript: version, esbuild: version, onnxruntime: version }).exactOptional(),
  git: z.strictObject({
    commit: z
      .string()
      .regex(/^[0-9a-f]{40,64}$/)
      .nullable(),
    clean: z.boolean(),
  }),
  limits,
  model: model.nullable(),
  /** The weakest of the model's and of the validation's data. */
  provenance,
  datasets: z.array(z.strictObject({ path: homePath, sha256 })),
  validation: z.strictObject({ digest: sha256, from: day, to: day, trades: z.int().min(0) }),
  /**
   * Newest entry of the ledger of trials that counts: its number and hash. Absent in releases of before the ledger only. `signedNewest`: the newest
   * of any kind is signed in a file beside the release. `first`: hash of the first entry, which tells ledgers apart. Releases of earlier versions
   * have neither.
   */
  ledger: z
    .strictObject({
      ...{ seq: z.int().positive(), head: sha256 },
      ...{ first: sha256.exactOptional(), signedNewest: z.literal(true).exactOptional() },
    })
    .exactOptional(),
  /** In releases of before the ledger. */
  ledgerHead: z.null().exactOptional(),
});

const file = z.strictObject({ path: filePath, size: z.int().min(0).max(FILE_BYTES_MAX), sha256 });
const manifest = z.strictObject({ ...draft.shape, files: z.array(file).min(REQUIRED_FILES.length).max(FILES_MAX) });

/** What the caller says about a release. It holds no wall time: the same parts must give the same release. */
export type ReleaseDraft = Readonly<Omit<Required<z.infer<typeof draft>>, 'ledgerHead'>>;
export type ReleaseManifest = Readonly<z.infer<typeof manifest>>;
export type ReleaseFile = Readonly<z.infer<typeof file>>;

/** Keys sorted, indented, one line feed at the end: one text for one manifest. */
export function releaseManifestText(value: ReleaseManifest): string {
  return `${JSON.stringify(sortedKeys(value), null, 2)}\n`;
}

/**
 * Throws UserError: `release-unsafe-path` for a path that leaves the folder or fits not every system,
 * `provenance-not-live` for a live release on other data than the exchange's, `release-bad-manifest` for all else, naming the
 * field. `path` is used in messages only.
 */
export function parseReleaseManifest(text: string, path: string): ReleaseManifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw releaseError('release-bad-manifest', `${path} is not JSON`, { file: path, cause });
  }
  const parsed = manifest.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const isPath = issue.path[0] === 'files' && issue.path[2] === 'path' && issue.code === 'custom';
    const field = issue.path.join('.');
    throw releaseError(
      isPath ? 'release-unsafe-path' : 'release-bad-manifest',
      `${path}: ${field === '' ? '' : `${field}: `}${issue.message}`,
      { file: path, field: field === '' ? undefined : field },
    );
  }
  const fault = inconsistency(parsed.data);
  if (fault === undefined) {
    if (parsed.data.stage === 'live') assertLiveProvenance(parsed.data.provenance);
    return parsed.data;
  }
  throw releaseError('release-bad-manifest', `${path}: ${fault.field}: ${fault.reason}`, {
    file: path,
    field: fault.field,
  });
}

/** What the fields say against each other. */
function inconsistency(parsed: ReleaseManifest): { readonly field: string; readonly reason: string } | undefined {
  const paths = parsed.files.map((each) => each.path);
  if (!isSorted(paths)) return { field: 'files', reason: 'the paths are not sorted' };
  const collision = collidingPaths([...paths, MANIFEST_FILE, SIGNATURE_FILE]);
  if (collision !== undefined)
    return { field: 'files', reason: `${collision.join(' and ')} cannot stand side by side` };
  const missing = REQUIRED_FILES.find((path) => !paths.includes(path));
  if (missing !== undefined) return { field: 'files', reason: `${missing} is not among them` };
  if (parsed.validation.from > parsed.validation.to) return { field: 'validation', reason: 'it ends before it begins' };
  return parsed.model === null ? undefined : modelInconsistency(parsed, parsed.model);
}

function modelInconsistency(
  parsed: ReleaseManifest,
  used: NonNullable<ReleaseManifest['model']>,
): { readonly field: string; readonly reason: string } | undefined {
  if (weakerProvenance(parsed.provenance, used.provenance) !== parsed.provenance) {
    return {
      field: 'provenance',
      reason: `it is ${parsed.provenance}, but the model rests on ${used.provenance} data`,
    };
  }
  const path = modelManifestPath(used.name);
  const listed = parsed.files.find((each) => each.path === path);
  if (listed === undefined) return { field: 'files', reason: `${path} is not among them` };
  if (listed.sha256 !== used.manifestSha256) {
    return { field: 'model.manifestSha256', reason: `it is not the sha256 of ${path}` };
  }
  return undefined;
}

/** Folder of a model inside a release. */
export function modelFolder(name: string): string {
  return `models/${name}`;
}

function modelManifestPath(name: string): string {
  return `${modelFolder(name)}/model.json`;
}

function isSorted(paths: readonly string[]): boolean {
  return paths.every((path, index) => index === 0 || paths[index - 1]! < path);
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortedKeys(inner)]));
}
