// A client of the simulated ProfitDLL's order side for a child process: logs in, keeps what the callbacks say, calls by raw records.
import koffi from 'koffi';
import { type OrderKey, type OrderRequest, sendOrderRecord, text16 } from './order-layouts.ts';

export const NL = {
  internal: -2147483647,
  notInitialized: -2147483646,
  invalidArgs: -2147483645,
  waiting: -2147483644,
  outOfRange: -2147483639,
  marketOnly: -2147483638,
  noPosition: -2147483637,
  notFound: -2147483636,
  version: -2147483635,
  exchange: -2147483633,
} as const;

export interface OrderSeen {
  readonly localId: bigint;
  readonly clOrdId: string | undefined;
  readonly status: number;
  readonly traded: number;
  readonly leaves: number;
  readonly average: number;
  readonly text: string;
  readonly result: number;
}
export interface ResultSeen {
  readonly localId: bigint;
  readonly messageId: bigint;
  readonly code: number;
  readonly message: string;
}

function readText(address: bigint | number | null, length: number): string {
  return address === null || BigInt(address) === 0n ? '' : koffi.decode(address, 'char16_t', length);
}

function pointerAt(pointer: unknown, offset: number): bigint {
  return BigInt(koffi.decode(pointer, offset, 'uint64') as number | bigint);
}

export class OrderClient {
  readonly states: [number, number][] = [];
  readonly orders: OrderSeen[] = [];
  readonly results: ResultSeen[] = [];
  readonly histories: number[] = [];
  readonly positionLists: string[] = [];
  readonly accounts: string[] = [];
  readonly #library: ReturnType<typeof koffi.load>;
  readonly #functions = new Map<string, ReturnType<ReturnType<typeof koffi.load>['func']>>();

  constructor(dll: string) {
    this.#library = koffi.load(dll);
  }

  call(name: string, result: string, types: readonly string[], ...values: unknown[]): number | bigint {
    const key = `${name}(${types.join()})`;
    let found = this.#functions.get(key);
    if (found === undefined) {
      found = this.#library.func(name, result, [...types]);
      this.#functions.set(key, found);
    }
    return found(...values) as number | bigint;
  }

  /** Where an export lies, to be given as a callback. */
  address(name: string): unknown {
    return this.#library.symbol(name, 'void');
  }

  /** A function of one record. */
  record(name: string, record: Buffer): number {
    return Number(this.call(name, 'int32', ['void *'], record));
  }

  send(order: OrderRequest): { answer: bigint; messageId: bigint } {
    const record = sendOrderRecord(order);
    const answer = BigInt(this.call('SendOrder', 'int64', ['void *'], record));
    return { answer, messageId: record.readBigInt64LE(112) };
  }

  command(line: string): void {
    const answer = Number(this.call('SimCommand', 'int32', ['str'], line));
    if (answer !== 0) throw new Error(`the simulator does not know the command: ${line}`);
  }

  /** GetOrderDetails by the two-call pattern. */
  details(key: OrderKey): OrderSeen {
    const record = Buffer.alloc(640);
    record.writeUInt8(1, 0);
    record.writeBigInt64LE(key.localId ?? 0n, 16);
    if (key.clOrdId !== undefined) record.writeBigUInt64LE(text16(key.clOrdId), 24);
    let result = this.record('GetOrderDetails', record);
    const length = record.readInt32LE(624);
    const text = Buffer.alloc((length + 1) * 2);
    const ticker = Buffer.alloc((record.readInt32LE(472) + 1) * 2);
    const exchange = Buffer.alloc((record.readInt32LE(488) + 1) * 2);
    record.writeBigUInt64LE(koffi.address(text), 616);
    record.writeBigUInt64LE(koffi.address(ticker), 464);
    record.writeBigUInt64LE(koffi.address(exchange), 480);
    if (result === 0) result = this.record('GetOrderDetails', record);
    return {
      localId: key.localId ?? 0n,
      clOrdId: key.clOrdId,
      status: record.readUInt8(546),
      traded: Number(record.readBigInt64LE(504)),
      leaves: Number(record.readBigInt64LE(512)),
      average: record.readDoubleLE(536),
      text: text.toString('utf16le', 0, length * 2),
      result,
    };
  }

  #onOrder(pointer: unknown): void {
    const localId = BigInt(koffi.decode(pointer, 8, 'int64') as number | bigint);
    const address = pointerAt(pointer, 16);
    const clOrdId = readText(address, -1);
    const key: OrderKey = clOrdId === '' ? { localId } : { localId, clOrdId };
    this.orders.push({ ...this.details(key), clOrdId: address === 0n ? undefined : clOrdId });
  }

  #onResult(pointer: unknown): void {
    this.results.push({
      localId: BigInt(koffi.decode(pointer, 16, 'int64') as number | bigint),
      messageId: BigInt(koffi.decode(pointer, 32, 'int64') as number | bigint),
      code: koffi.decode(pointer, 40, 'uint8') as number,
      message: readText(pointerAt(pointer, 48), koffi.decode(pointer, 56, 'int32') as number),
    });
  }

  #callback(signature: string, listener: (...values: never[]) => void): unknown {
    return koffi.register(listener, koffi.pointer(koffi.proto(signature)));
  }

  #set(setter: string, callback: unknown): void {
    this.call(setter, 'int32', ['void *'], callback);
  }

  /** Initialises with routing, registers at once, and waits for the last broker. */
  async login(afterInitialise?: () => void, brokers = 2): Promise<void> {
    const state = this.#callback('void OnState(int32 type, int32 result)', ((type: number, result: number) => {
      this.states.push([type, result]);
    }) as never);
    const account = this.#callback('void OnAccount(int32 broker, void *name, void *id, void *holder)', ((
      _: number,
      __: unknown,
      id: unknown,
    ) => {
      this.accounts.push(koffi.decode(id, 'char16_t', -1) as string);
    }) as never);
    const types = ['str16', 'str16', 'str16', ...Array.from({ length: 11 }, () => 'void *')];
    const none = null;
    const slots = [state, none, none, account, none, none, none, none, none, none, none];
    const initialise = this.#library.func('DLLInitializeLogin', 'int32', types);
    const answer = await new Promise<number>((done, fail) => {
      initialise.async('KEY', 'user', 'password', ...slots, (error: Error | null, value: number) =>
        error ? fail(error) : done(value),
      );
    });
    if (answer !== 0) throw new Error(`initialise answered ${answer}`);
    afterInitialise?.();
    this.#set(
      'SetOrderCallback',
      this.#callback('void OnOrder(void *order)', ((order: unknown) => this.#onOrder(order)) as never),
    );
    this.#set(
      'SetTradingMessageResultCallback',
      this.#callback('void OnResult(void *result)', ((result: unknown) => this.#onResult(result)) as never),
    );
    this.#set(
      'SetOrderHistoryCallback',
      this.#callback('void OnHistory(void *account)', ((pointer: unknown) => {
        this.histories.push(koffi.decode(pointer, 4, 'int32') as number);
      }) as never),
    );
    this.#set(
      'SetAssetPositionListCallback',
      this.#callback('void OnList(void *account, void *asset, int64 event)', ((_: unknown, asset: unknown) => {
        this.positionLists.push(readText(pointerAt(asset, 8), -1));
      }) as never),
    );
    await this.until(
      () => this.states.filter(([type, result]) => type === 1 && result === 5).length >= brokers,
      'brokers',
    );
    await this.until(() => Number(this.call('GetAccountCount', 'int32', [])) >= brokers, 'accounts');
  }

  async until(condition: () => boolean, what: string): Promise<void> {
    const end = Date.now() + 5000;
    while (!condition()) {
      if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
      await new Promise((done) => setTimeout(done, 2));
    }
  }

  statuses(localId: bigint): number[] {
    return this.orders.filter((order) => order.localId === localId).map((order) => order.status);
  }

  async untilStatus(localId: bigint, status: number): Promise<void> {
    await this.until(() => this.statuses(localId).includes(status), `status ${status}, seen ${this.statuses(localId)}`);
  }

  async pause(ms: number): Promise<void> {
    await new Promise((done) => setTimeout(done, ms));
  }

  /** Waits until the library has nothing more to tell of orders. */
  async settle(): Promise<void> {
    const report = Buffer.alloc(65_536);
    await this.until(() => {
      const length = Number(this.call('SimReport', 'int32', ['void *', 'int32'], report, report.length));
      const waiting = /^order-notes-waiting (-?\d+)$/m.exec(report.toString('latin1', 0, length));
      return waiting === null || waiting[1] === '0';
    }, 'the last order callback');
  }
}
