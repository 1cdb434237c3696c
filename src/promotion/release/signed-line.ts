// A value in; one line of JSON with the signature over it as a text out, and such a text back to the value, once it is proved.

import { z } from 'zod';
import { UserError } from '../../adapters/user-error.ts';
import type { SigningKey, TrustedKey } from './keys.ts';
import { signatureText, signerOf } from './signature.ts';

export function signedLine(value: object, key: SigningKey): string {
  const line = `${JSON.stringify(value)}\n`;
  return line + signatureText(Buffer.from(line), key);
}

/** `changed`: it is not what one of the keys signed, or not of the schema. What a key signed that was revoked since still says what was there. */
export function provedLine<T>(
  text: string,
  schema: z.ZodType<T>,
  trustedKeys: readonly TrustedKey[],
  file: string,
): T | 'changed' {
  const end = text.indexOf('\n') + 1;
  try {
    const keys = trustedKeys.map((key) => ({ ...key, revoked: undefined }));
    signerOf(Buffer.from(text.slice(0, end)), text.slice(end), keys, file);
    return schema.parse(JSON.parse(text.slice(0, end)));
  } catch (error) {
    if (error instanceof UserError || error instanceof z.ZodError || error instanceof SyntaxError) return 'changed';
    throw error;
  }
}
