// Cells of a run, as they begin and end, in; what the compiler says of their types, in the words of the kernel, out.
import { LanguageClient } from '../language/language-client.ts';

export class CellTypes {
  private readonly client: LanguageClient;
  private readonly asked: Promise<readonly [token: string, text: string]>[] = [];
  private ran = 0;

  /** @param folder of the notebook */
  constructor(folder: string) {
    this.client = new LanguageClient({ folder });
  }

  begin(token: string, code: string): void {
    this.asked.push(this.client.warnings(code).then((text) => [token, text]));
  }

  /** `isWhole`: it came to its end. */
  ended(code: string, isWhole: boolean): void {
    this.ran += 1;
    this.client.ran(this.ran, code, isWhole);
  }

  /** By the tokens of cells, as soon as all are known; empty of most. */
  async told(): Promise<readonly (readonly [token: string, text: string])[]> {
    return Promise.all(this.asked);
  }

  async close(): Promise<void> {
    await this.client.dispose();
  }
}
