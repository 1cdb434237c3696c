// Takes the bytes of an ONNX file; gives its metadata_props, which the runtime has no way to show.

import { fromBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';

/** The key under which a model carries the hash of its feature schema. */
export const SCHEMA_HASH_KEY = 'schemaHash';

/** Throws what the protobuf decoder throws when the bytes are no ONNX model. */
export function readOnnxMetadata(bytes: Uint8Array): Readonly<Record<string, string>> {
  const model = fromBinary(ModelProtoSchema, bytes);
  return Object.fromEntries(model.metadataProps.map((entry) => [entry.key, entry.value]));
}
