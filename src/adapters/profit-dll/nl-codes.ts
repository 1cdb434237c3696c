// The answers of the vendor by their names: what each means and what to do about it.

/** Codes are 0x80000000 + n as a signed 32-bit number; the 64-bit answers carry them sign-extended. */
const NL_BASE = -2_147_483_648;

export interface NlCode {
  readonly n: number;
  readonly meaning: string;
  readonly fix: string;
}

const code = (n: number, meaning: string, fix: string): NlCode => ({ n, meaning, fix });

/** Up to 0x20 the manual and every header agree; those above stand in the material of build 4.0.0.41 only. */
export const NL_CODES = {
  NL_INTERNAL_ERROR: code(
    0x01,
    'The library failed inside, or another program holds the session of the activation key',
    'Close every other program that uses this activation key, restart this one; if it stays, send the report of qt doctor to Nelogica',
  ),
  NL_NOT_INITIALIZED: code(
    0x02,
    'The library has not been initialised, or the initialisation failed',
    'Wait for the login to complete before calling',
  ),
  NL_INVALID_ARGS: code(
    0x03,
    'An argument is not accepted: ticker, exchange letter, account, price or quantity',
    'Check the dated ticker, the exchange letter, the account and that the market is open',
  ),
  NL_WAITING_SERVER: code(
    0x04,
    'The answer has been asked of the server and is not here yet',
    'Wait for its callback, then ask again',
  ),
  NL_NO_LOGIN: code(0x05, 'There is no login', 'Check the connection states with qt doctor, then user and password'),
  NL_NO_LICENSE: code(0x06, 'The licence does not include this', 'Ask Nelogica which products the activation key has'),
  NL_PASSWORD_HASH_SHA1: code(
    0x07,
    'The password is expected as a SHA-1 hash',
    'Report it: the public interface takes passwords as text',
  ),
  NL_PASSWORD_HASH_MD5: code(
    0x08,
    'The password is expected as an MD5 hash',
    'Report it: the public interface takes passwords as text',
  ),
  NL_OUT_OF_RANGE: code(
    0x09,
    'A date or a position lies outside of what is possible, such as an end before its start',
    'Give the start before the end, and no date after the clock of the server',
  ),
  NL_MARKET_ONLY: code(
    0x0a,
    'The library was initialised for market data only',
    'Log in with routing: set an account and the routing mode in machine.json',
  ),
  NL_NO_POSITION: code(0x0b, 'There is no position', 'Nothing is left to do: read the position before zeroing it'),
  NL_NOT_FOUND: code(0x0c, 'What was asked for does not exist', 'Check the id or the name'),
  NL_VERSION_NOT_SUPPORTED: code(
    0x0d,
    'This build does not know the version byte of the record',
    'Set versionBytes in machine.json as the manual of your build says, or update ProfitDLL',
  ),
  NL_OCO_NO_RULES: code(0x0e, 'The OCO order has no rules', 'Report it: no OCO order is ever sent'),
  NL_EXCHANGE_UNKNOWN: code(0x0f, 'The exchange is unknown', 'Pass the one-letter code: F for futures, B for equities'),
  NL_NO_OCO_DEFINED: code(0x10, 'No OCO order is defined', 'Report it: no OCO order is ever sent'),
  NL_INVALID_SERIE: code(0x11, 'The series is invalid', 'Check ticker and interval of the request'),
  NL_LICENSE_NOT_ALLOWED: code(
    0x12,
    'The licence does not allow this call',
    'Ask Nelogica for the licence it needs, such as sub-accounts',
  ),
  NL_NOT_HARD_LOGOUT: code(
    0x13,
    'The session was not closed by a full logout',
    'Restart the program; wait a minute before it logs in again',
  ),
  NL_SERIE_NO_HISTORY: code(0x14, 'The series has no history', 'Ask for another period or ticker'),
  NL_ASSET_NO_DATA: code(0x15, 'The asset has no data', 'Check the ticker, and subscribe to it first'),
  NL_SERIE_NO_DATA: code(0x16, 'The series has no data', 'Ask for another period or ticker'),
  NL_HAS_STRATEGY_RUNNING: code(0x17, 'A strategy of the vendor is running', 'Stop it in the terminal of the broker'),
  NL_SERIE_NO_MORE_HISTORY: code(0x18, 'The series has no older history', 'Ask for a later start'),
  NL_SERIE_MAX_COUNT: code(0x19, 'The series asks for too many candles', 'Ask for at most 10000'),
  NL_DUPLICATE_RESOURCE: code(0x1a, 'It exists already', 'Nothing is left to do if it is the same request'),
  NL_UNSIGNED_CONTRACT: code(
    0x1b,
    'A contract with the broker or the exchange is not signed',
    'Sign it in the terminal of the broker',
  ),
  NL_NO_PASSWORD: code(0x1c, 'No password was given', 'Store it with qt secrets'),
  NL_NO_USER: code(0x1d, 'No user was given', 'Store it with qt secrets'),
  NL_FILE_ALREADY_EXISTS: code(
    0x1e,
    'A file exists already',
    'Close other programs that work in the folder of the library',
  ),
  NL_INVALID_TICKER: code(
    0x1f,
    'The ticker does not exist',
    'Check the dated ticker, such as WDOV26, and its exchange letter',
  ),
  NL_NOT_MASTER_ACCOUNT: code(
    0x20,
    'The account is no master account',
    'Use the master account, or its sub-account where one is asked for',
  ),
  NL_NOT_MY_TRADE: code(0x21, 'The trade belongs to another', 'Check the account'),
  NL_NOT_EQUALS: code(0x22, 'Two things that must be equal are not', 'Report it with the report of qt doctor'),
  NL_INVALID_DLL_AUTH: code(
    0x23,
    'The library was not authorised',
    'Check the activation key; ask Nelogica whether it is active',
  ),
  NL_INVALID_SIGNATURE: code(0x24, 'A signature is invalid', 'Install ProfitDLL again from the vendor'),
  NL_NOT_IMPLEMENTED: code(0x25, 'This build does not have it', 'Update ProfitDLL'),
  NL_BROKER_NOT_ALLOWED: code(
    0x26,
    'The broker is not allowed',
    'Check the broker id, and ask the broker to enable ProfitDLL',
  ),
  NL_FILE_NOT_EXISTS: code(
    0x27,
    'A file of the library is missing',
    'Install ProfitDLL again: its folder must be complete',
  ),
  NL_NTSL_PARSE_FAILED: code(0x28, 'A formula of the vendor cannot be read', 'Report it: no formulas are sent'),
  NL_NTSL_TOO_MANY_ASSETS: code(
    0x29,
    'A formula of the vendor names too many assets',
    'Report it: no formulas are sent',
  ),
  NL_NOT_CONSISTENT: code(0x2a, 'The data are not consistent', 'Subscribe again; restart if it stays'),
  NL_SINGLE_THREADED: code(0x2b, 'The call is allowed on one thread only', 'Report it with the report of qt doctor'),
  NL_NOT_SAME_THREAD: code(
    0x2c,
    'The call came from another thread than the first',
    'Report it with the report of qt doctor',
  ),
  NL_TIMEOUT: code(
    0x2d,
    'The server did not answer in time',
    'Check the connection; find out what became of an order before sending it again',
  ),
  NL_HISTORY_PERIOD_LIMIT: code(
    0x2e,
    'The start lies more than 30 days back',
    'Ask for at most 30 calendar days, one day at a time',
  ),
} as const satisfies Readonly<Record<string, NlCode>>;

export type NlName = keyof typeof NL_CODES;

const names = new Map<number, NlName>();
for (const [name, { n }] of Object.entries(NL_CODES)) names.set(NL_BASE + n, name as NlName);

/** The value of a code as the vendor returns it. */
export function nlValue(name: NlName): number {
  return NL_BASE + NL_CODES[name].n;
}

/** Name of an answer; undefined for what is no code, or none this version knows. A 64-bit answer may be given as it came. */
export function nlName(value: number | bigint): NlName | undefined {
  return names.get(Number(value));
}
