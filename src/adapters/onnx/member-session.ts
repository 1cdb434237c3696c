// One ONNX file in the runtime: its declared shapes are checked when it is opened, then a tensor goes in and the member's output comes out.

import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { MemberOutput } from '../../core/prediction/ensemble.ts';
import type { ModelMember } from '../../core/prediction/model-manifest.ts';
import { UserError } from '../user-error.ts';
import { INPUT_NAME } from './onnx-graph.ts';
import { openSession } from './open-session.ts';
import { DIRECTION_OUTPUT, MAGNITUDE_OUTPUT } from './write-linear-onnx.ts';

export class MemberSession {
  readonly member: ModelMember;
  readonly #session: InferenceSession;
  readonly #output: string;
  readonly #width: number;

  private constructor(member: ModelMember, session: InferenceSession) {
    this.member = member;
    this.#session = session;
    this.#output = outputName(member);
    this.#width = outputWidth(member);
  }

  /** Throws UserError `model-file-corrupt` or `model-shape`. `file` is used in messages. */
  static async open(member: ModelMember, bytes: Uint8Array, inputs: number, file: string): Promise<MemberSession> {
    const session = await openSession(bytes, file);
    const fault = shapeFault(session, member, inputs);
    if (fault === undefined) return new MemberSession(member, session);
    await session.release();
    throw new UserError({
      code: 'model-shape',
      message: `${file}: ${fault}.`,
      file,
      fix: `Export it with one input ${INPUT_NAME} float32 [N, ${inputs}] and an output ${outputName(member)} float32 [N, ${outputWidth(member)}]; leave out ZipMap.`,
    });
  }

  /** `features` is float32 [1, inputs]. Never rejects. */
  async run(features: Tensor): Promise<MemberOutput> {
    try {
      const result = await this.#session.run({ [INPUT_NAME]: features }, [this.#output]);
      const data = result[this.#output]!.data;
      if (!(data instanceof Float32Array) || data.length !== this.#width) {
        return { kind: 'failed', reason: `gave ${data.length} values of ${result[this.#output]!.type} for one row` };
      }
      return this.member.role === 'direction'
        ? { kind: 'direction', down: data[0]!, flat: data[1]!, up: data[2]! }
        : { kind: 'magnitude', absoluteReturn: data[0]! };
    } catch (error) {
      return { kind: 'failed', reason: `did not run: ${error instanceof Error ? error.message : String(error)}` };
    }
  }

  close(): Promise<void> {
    return this.#session.release();
  }
}

function outputName(member: ModelMember): string {
  return member.role === 'direction' ? DIRECTION_OUTPUT : MAGNITUDE_OUTPUT;
}

function outputWidth(member: ModelMember): number {
  return member.role === 'direction' ? 3 : 1;
}

/** What the file declares otherwise than it must; undefined when all is as it must be. */
function shapeFault(session: InferenceSession, member: ModelMember, inputs: number): string | undefined {
  if (session.inputMetadata.length !== 1)
    return `has ${session.inputMetadata.length} inputs: ${session.inputNames.join(', ')}`;
  const input = session.inputMetadata[0]!;
  if (input.name !== INPUT_NAME) return `its input is called ${input.name}`;
  const output = session.outputMetadata.find((candidate) => candidate.name === outputName(member));
  if (output === undefined) return `has no output ${outputName(member)}, only ${session.outputNames.join(', ')}`;
  return matrixFault(input, inputs) ?? matrixFault(output, outputWidth(member));
}

function matrixFault(value: InferenceSession.ValueMetadata, columns: number): string | undefined {
  if (!value.isTensor) return `${value.name} is no tensor`;
  if (value.type !== 'float32') return `${value.name} is ${value.type}, not float32`;
  const [rows, width] = value.shape;
  // an open number of rows shows as its name or as -1
  const open = typeof rows === 'string' || rows === -1;
  if (value.shape.length === 2 && open && width === columns) return undefined;
  return `${value.name} has the shape [${value.shape.join(', ')}], not [N, ${columns}]`;
}
