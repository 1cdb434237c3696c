// The path of the XGBoost library in; its C interface as functions that throw its message instead of giving a code out.

import koffi, { type LibraryHandle } from 'koffi';
import { UserError } from '../../../adapters/user-error.ts';

/** A DMatrix or a Booster of the library: freed by whoever made it. */
export type XgboostHandle = bigint;

/** The first version that gives a model as JSON in memory. */
const LEAST_VERSION = [1, 6] as const;

const SIGNATURES = {
  matrix: 'int XGDMatrixCreateFromMat(void *data, uint64_t rows, uint64_t columns, float missing, void *out)',
  freeMatrix: 'int XGDMatrixFree(void *matrix)',
  setFloats: 'int XGDMatrixSetFloatInfo(void *matrix, const char *field, void *values, uint64_t length)',
  create: 'int XGBoosterCreate(void *matrices, uint64_t count, void *out)',
  free: 'int XGBoosterFree(void *booster)',
  set: 'int XGBoosterSetParam(void *booster, const char *name, const char *value)',
  update: 'int XGBoosterUpdateOneIter(void *booster, int round, void *matrix)',
  predict:
    'int XGBoosterPredictFromDMatrix(void *booster, void *matrix, const char *config, void *shape, void *dim, void *out)',
  save: 'int XGBoosterSaveModelToBuffer(void *booster, const char *config, void *length, void *out)',
} as const;

type Call = ReturnType<LibraryHandle['func']>;

const loaded = new Map<string, XgboostLibrary>();

/** One for a path, kept: a library cannot be unloaded. @throws UserError `xgboost-broken` */
export function xgboostLibrary(path: string): XgboostLibrary {
  const known = loaded.get(path);
  if (known !== undefined) return known;
  const library = new XgboostLibrary(path);
  loaded.set(path, library);
  return library;
}

class XgboostLibrary {
  readonly path: string;
  /** As `1.7.4`. */
  readonly version: string;
  readonly #calls = new Map<keyof typeof SIGNATURES, Call>();
  readonly #lastError: Call;

  constructor(path: string) {
    this.path = path;
    try {
      const library = loadedPassively(path);
      const parts = [new Int32Array(1), new Int32Array(1), new Int32Array(1)] as const;
      library.func('void XGBoostVersion(void *major, void *minor, void *patch)')(...parts);
      this.version = parts.map((part) => part[0]).join('.');
      checkVersion(path, this.version, parts[0][0]!, parts[1][0]!);
      this.#lastError = library.func('const char *XGBGetLastError()');
      for (const [name, signature] of Object.entries(SIGNATURES)) {
        this.#calls.set(name as keyof typeof SIGNATURES, library.func(signature));
      }
    } catch (cause) {
      if (cause instanceof UserError) throw cause;
      throw broken(path, `The library at ${path} is no XGBoost that can be loaded: ${firstLine(String(cause))}`, cause);
    }
  }

  /** Copies `values`, row-major float32; NaN is missing. */
  matrix(values: Float32Array, rows: number, columns: number): XgboostHandle {
    return this.#made('matrix', values, rows, columns, Number.NaN);
  }

  setFloats(matrix: XgboostHandle, field: 'label' | 'weight', values: Float32Array): void {
    this.#call('setFloats', matrix, field, values, values.length);
  }

  freeMatrix(matrix: XgboostHandle): void {
    this.#call('freeMatrix', matrix);
  }

  /** It keeps what it predicts for `matrices`, which must live as long. */
  booster(matrices: readonly XgboostHandle[]): XgboostHandle {
    return this.#made('create', BigUint64Array.from(matrices), matrices.length);
  }

  freeBooster(booster: XgboostHandle): void {
    this.#call('free', booster);
  }

  set(booster: XgboostHandle, name: string, value: string): void {
    this.#call('set', booster, name, value);
  }

  update(booster: XgboostHandle, round: number, matrix: XgboostHandle): void {
    this.#call('update', booster, round, matrix);
  }

  /** Raw scores of all rounds, row-major [rows, outputs]. */
  margins(booster: XgboostHandle, matrix: XgboostHandle): Float32Array {
    const config = '{"type":1,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":true}';
    const [shape, dimensions, out] = [new BigUint64Array(1), new BigUint64Array(1), new BigUint64Array(1)];
    this.#call('predict', booster, matrix, config, shape, dimensions, out);
    const sizes = new BigUint64Array(koffi.view(shape[0]!, 8 * Number(dimensions[0]!)));
    const count = sizes.reduce((product, size) => product * Number(size), 1);
    // the memory is the booster's and changes with its next prediction
    return new Float32Array(koffi.view(out[0]!, 4 * count)).slice();
  }

  modelJson(booster: XgboostHandle): string {
    const [length, out] = [new BigUint64Array(1), new BigUint64Array(1)];
    this.#call('save', booster, '{"format":"json"}', length, out);
    return Buffer.from(koffi.view(out[0]!, Number(length[0]!)).slice()).toString('utf8');
  }

  #made(name: 'matrix' | 'create', ...args: readonly unknown[]): XgboostHandle {
    const out = new BigUint64Array(1);
    this.#call(name, ...args, out);
    return out[0]!;
  }

  #call(name: keyof typeof SIGNATURES, ...args: readonly unknown[]): void {
    if (this.#calls.get(name)!(...args) === 0) return;
    // below its first line are addresses of the library's own code
    const said = firstLine(String(this.#lastError()));
    throw new UserError({
      code: 'xgboost-failed',
      message: `XGBoost ${this.version} refuses: ${said}`,
      file: this.path,
      fix: 'Change the option or the data that it names',
    });
  }
}

export type { XgboostLibrary };

/**
 * OpenMP reads its settings as it is loaded. By default its threads burn their time while they wait for each other, which on a machine
 * with other work takes ten times as long as the training: 60 small rounds 6.8 s instead of 0.6.
 */
function loadedPassively(path: string): LibraryHandle {
  const before = process.env.OMP_WAIT_POLICY;
  process.env.OMP_WAIT_POLICY = before ?? 'PASSIVE';
  try {
    return koffi.load(path);
  } finally {
    if (before === undefined) delete process.env.OMP_WAIT_POLICY;
  }
}

function checkVersion(path: string, version: string, major: number, minor: number): void {
  const [leastMajor, leastMinor] = LEAST_VERSION;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return;
  throw broken(path, `XGBoost ${version} is too old`);
}

function broken(path: string, message: string, cause?: unknown): UserError {
  const fix = `Install XGBoost ${LEAST_VERSION.join('.')} or later for this processor, or set QT_XGBOOST to another`;
  return new UserError({ code: 'xgboost-broken', message, file: path, fix, cause });
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!.replace(/^\[\d\d:\d\d:\d\d\] /, '');
}
