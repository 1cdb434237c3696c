// The bytes of an ONNX file in; a session of the runtime, opened as trading needs it, out.

import { InferenceSession } from 'onnxruntime-node';
import { UserError } from '../user-error.ts';

/** Two threads made the slowest answers a hundred times slower than one does. */
const OPTIONS: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
};

/** What the runtime writes to standard error: errors, or nothing where they are expected. */
const LOG_ERRORS = 3;
const LOG_NOTHING = 4;

/** Throws UserError `model-file-corrupt`. `file` is used in messages; `isQuiet` where a failure is an answer. */
export async function openSession(bytes: Uint8Array, file: string, isQuiet = false): Promise<InferenceSession> {
  const logSeverityLevel = isQuiet ? LOG_NOTHING : LOG_ERRORS;
  try {
    return await InferenceSession.create(bytes, { ...OPTIONS, logSeverityLevel });
  } catch (error) {
    throw new UserError({
      code: 'model-file-corrupt',
      message: `${file} is no ONNX model that the runtime takes: ${error instanceof Error ? error.message : String(error)}`,
      file,
      fix: 'Export or train the model again.',
      cause: error,
    });
  }
}
