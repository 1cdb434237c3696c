// The bytes of an ONNX file in; a session of the runtime, opened as trading needs it, out.

import { InferenceSession } from 'onnxruntime-node';
import { UserError } from '../user-error.ts';

/** Two threads made the slowest answers a hundred times slower than one does. */
const OPTIONS: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  logSeverityLevel: 3,
};

/** Throws UserError `model-file-corrupt`. `file` is used in messages. */
export async function openSession(bytes: Uint8Array, file: string): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(bytes, OPTIONS);
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
