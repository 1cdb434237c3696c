// What a kernel says of itself in, the content of a kernel_info_reply out.
import { type JsonObject, protocolVersion } from './wire-message.ts';

export interface KernelFacts {
  readonly implementation: string;
  readonly implementationVersion: string;
  /** Version of TypeScript that cells are written in. */
  readonly languageVersion: string;
  readonly banner: string;
  readonly helpLinks: readonly { readonly text: string; readonly url: string }[];
}

export function kernelInfo(facts: KernelFacts): JsonObject {
  return {
    status: 'ok',
    protocol_version: protocolVersion,
    implementation: facts.implementation,
    implementation_version: facts.implementationVersion,
    language_info: {
      name: 'typescript',
      version: facts.languageVersion,
      mimetype: 'application/typescript',
      file_extension: '.ts',
      pygments_lexer: 'typescript',
      codemirror_mode: 'typescript',
      nbconvert_exporter: 'script',
    },
    banner: facts.banner,
    help_links: facts.helpLinks,
    debugger: false,
    supported_features: [],
  };
}
