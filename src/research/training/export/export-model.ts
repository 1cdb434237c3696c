// Live models with their place in an ensemble in; their ONNX files, proven against the evaluation, golden vectors and manifest entries out.

import { exportOnnx } from '../../../adapters/onnx/export/export-onnx.ts';
import type { Golden } from '../../../adapters/onnx/golden.ts';
import { sha256Of } from '../../../adapters/onnx/verified-file.ts';
import { UserError } from '../../../adapters/user-error.ts';
import { type LiveModel, liveOutputs, liveWidth } from '../../../core/prediction/fitted/live-model.ts';
import type { ModelManifest, ModelMember, TradedRegime } from '../../../core/prediction/model-manifest.ts';
import { type ExportFacts, exportMetadata } from './export-facts.ts';
import { type InputRows, parityRows } from './parity-rows.ts';
import { type ProvenFile, proveDecisions } from './prove-decisions.ts';
import { PARITY_TOLERANCE, proveParity } from './prove-parity.ts';

/** One file of the ensemble. */
export interface ModelFile {
  /** Without `.onnx`. */
  readonly name: string;
  readonly live: LiveModel;
  readonly weight: number;
  readonly regimes: readonly TradedRegime[];
}

export interface ModelExportRequest {
  /** All with the same inputs, in the order of the manifest. */
  readonly files: readonly ModelFile[];
  /** Of the manifest; the gates that no row may fall otherwise at. */
  readonly thresholds: ModelManifest['thresholds'];
  /** Rows of training, in columns, in the order of the inputs. */
  readonly training: InputRows;
  readonly facts: ExportFacts;
  /** 100,000 where absent. */
  readonly parityRows?: number | undefined;
}

export interface ExportedModel {
  /** By name: the ONNX files and golden.json. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly members: readonly ModelMember[];
  readonly golden: ModelManifest['golden'];
  readonly parity: ParityReport;
}

/** What the gate saw; for the model card. */
export interface ParityReport {
  readonly rows: number;
  readonly tolerance: number;
  readonly files: readonly {
    readonly file: string;
    readonly deviation: number;
    /** Members of trees, all with raw scores equal to the last bit. */
    readonly exactMembers: number;
  }[];
  /** Rows times regimes in which all gates of all presets fall the same way. */
  readonly decisions: number;
}

const PARITY_ROWS = 100_000;
/** Real rows, evenly spread over the training; the lowest and the highest inputs come on top. */
const GOLDEN_ROWS = 64;

/**
 * Nothing is given out before it is proven: probabilities within 1e-6, no gate that falls otherwise, raw scores of trees equal to the
 * last bit. Takes seconds. Throws UserError `model-export` or `model-parity`.
 */
export async function exportModel(request: ModelExportRequest): Promise<ExportedModel> {
  checkRequest(request);
  const { files, training, facts, thresholds } = request;
  const lives = files.map(({ live }) => live);
  const sample = parityRows(lives, training, request.parityRows ?? PARITY_ROWS, facts.seed);
  const written = new Map<string, Uint8Array>();
  const proven: ProvenFile[] = [];
  for (const { name, live, weight, regimes } of files) {
    const file = `${name}.onnx`;
    const bytes = exportOnnx(live, { metadata: exportMetadata(live, regimes, facts) });
    const member = { file, sha256: sha256Of(bytes), weight, regimes, role: live.role };
    proven.push({ member, parity: await proveParity(live, bytes, file, sample) });
    written.set(file, bytes);
  }
  const decisions = proveDecisions(proven, thresholds, sample.rows);
  const golden = new TextEncoder().encode(`${JSON.stringify(goldenOf(files, training))}\n`);
  written.set('golden.json', golden);
  return {
    files: written,
    members: proven.map(({ member }) => member),
    golden: { file: 'golden.json', sha256: sha256Of(golden), tolerance: PARITY_TOLERANCE },
    parity: {
      ...{ rows: sample.rows, tolerance: PARITY_TOLERANCE, decisions },
      files: proven.map(({ member, parity: { deviation, exactMembers } }) => ({
        ...{ file: member.file, deviation, exactMembers },
      })),
    },
  };
}

function checkRequest({ files, training }: ModelExportRequest): void {
  const fault = requestFault(files, training);
  if (fault === undefined) return;
  throw new UserError({
    code: 'model-export',
    message: `The model cannot be exported: ${fault}`,
    fix: 'Give all files the inputs of the manifest, and the rows that the members were trained on',
  });
}

function requestFault(files: readonly ModelFile[], training: InputRows): string | undefined {
  const first = files[0]?.live.inputs;
  if (first === undefined) return 'there is no file';
  const odd = files.find(({ live }) => live.inputs.join('\n') !== first.join('\n'));
  if (odd !== undefined) return `${odd.name} has other inputs than ${files[0]!.name}`;
  if (new Set(files.map(({ name }) => name)).size !== files.length) return 'a file name stands twice';
  if (training.columns.length !== first.length) {
    return `training has ${training.columns.length} columns for ${first.length} inputs`;
  }
  if (!(training.rows > 0)) return 'training has no row';
  const short = training.columns.findIndex((column) => column.length < training.rows);
  if (short >= 0) return `column ${first[short]} of training has ${training.columns[short]!.length} rows`;
  return wholeRows(training).length > 0 ? undefined : 'every row of training has a missing value';
}

/** Golden rows go through the path of trading, which gives no missing values. */
function wholeRows({ columns, rows }: InputRows): readonly number[] {
  return Array.from({ length: rows }, (_, row) => row).filter((row) =>
    columns.every((column) => Number.isFinite(column[row])),
  );
}

function goldenOf(files: readonly ModelFile[], training: InputRows): Golden {
  const whole = wholeRows(training);
  const inputs = Array.from({ length: GOLDEN_ROWS }, (_, i) => {
    const row = whole[Math.floor((i * (whole.length - 1)) / (GOLDEN_ROWS - 1))]!;
    return training.columns.map((column) => column[row]!);
  });
  const extremes = training.columns.map((column) => {
    let [low, high] = [column[whole[0]!]!, column[whole[0]!]!];
    for (const row of whole) [low, high] = [Math.min(low, column[row]!), Math.max(high, column[row]!)];
    return [low, high] as const;
  });
  inputs.push(
    extremes.map(([low]) => low),
    extremes.map(([, high]) => high),
  );
  const columns = training.columns.map((_, j) => Float32Array.from(inputs, (row) => row[j]!));
  const outputs = files.map(({ name, live }) => {
    const values = liveOutputs(live, columns, inputs.length);
    const width = liveWidth(live);
    return [`${name}.onnx`, inputs.map((_, row) => [...values.subarray(row * width, (row + 1) * width)])] as const;
  });
  return { schemaVersion: 1, inputs, outputs: Object.fromEntries(outputs) };
}
