// The vendor's records as data: size and offset of every field on x64, from which codecs, checks and the C asserts are made.

/** `text` is a pointer to UTF-16 text; `text100` an array of 100 UTF-16 units whose length stands in the field behind it. */
export type ScalarType = 'u8' | 'u16' | 'i32' | 'u32' | 'i64' | 'f64' | 'text' | 'text100';

export interface FieldLayout {
  readonly type: ScalarType | LayoutName;
  readonly offset: number;
}

export interface Layout {
  /** Its name in native/include/profit-dll.h. */
  readonly cName: string;
  readonly size: number;
  readonly isPacked?: boolean;
  readonly fields: Readonly<Record<string, FieldLayout>>;
}

export type LayoutName =
  | 'TAssetIDRec'
  | 'TAccountRec'
  | 'SystemTime'
  | 'TConnectorAccountIdentifier'
  | 'TConnectorAccountIdentifierOut'
  | 'TConnectorAssetIdentifier'
  | 'TConnectorAssetIdentifierOut'
  | 'TConnectorOrderIdentifier'
  | 'TConnectorSendOrder'
  | 'TConnectorChangeOrder'
  | 'TConnectorCancelOrder'
  | 'TConnectorCancelOrders'
  | 'TConnectorCancelAllOrders'
  | 'TConnectorZeroPosition'
  | 'TConnectorTrade'
  | 'TConnectorPriceGroup'
  | 'TConnectorTradingMessageResult'
  | 'TConnectorOrder'
  | 'TConnectorOrderOut'
  | 'TConnectorTradingAccountOut'
  | 'TConnectorTradingAccountPosition';

const at = <T extends ScalarType | LayoutName>(type: T, offset: number) => ({ type, offset }) as const;
const version = at('u8', 0);

const IDENTIFIERS = {
  TAssetIDRec: {
    cName: 'PdAssetIdRec',
    size: 20,
    isPacked: true,
    fields: { ticker: at('text', 0), exchange: at('text', 8), feed: at('i32', 16) },
  },
  TAccountRec: {
    cName: 'PdAccountRec',
    size: 28,
    isPacked: true,
    fields: { accountId: at('text', 0), holder: at('text', 8), brokerName: at('text', 16), brokerId: at('i32', 24) },
  },
  SystemTime: {
    cName: 'PdSystemTime',
    size: 16,
    fields: {
      ...{ year: at('u16', 0), month: at('u16', 2), dayOfWeek: at('u16', 4), day: at('u16', 6) },
      ...{ hour: at('u16', 8), minute: at('u16', 10), second: at('u16', 12), milliseconds: at('u16', 14) },
    },
  },
  TConnectorAccountIdentifier: {
    cName: 'PdAccountIdentifier',
    size: 32,
    fields: {
      version,
      brokerId: at('i32', 4),
      accountId: at('text', 8),
      subAccountId: at('text', 16),
      reserved: at('i64', 24),
    },
  },
  TConnectorAccountIdentifierOut: {
    cName: 'PdAccountIdentifierOut',
    size: 424,
    fields: {
      version,
      brokerId: at('i32', 4),
      accountId: at('text100', 8),
      accountIdLength: at('i32', 208),
      subAccountId: at('text100', 212),
      subAccountIdLength: at('i32', 412),
      reserved: at('i64', 416),
    },
  },
  TConnectorAssetIdentifier: {
    cName: 'PdAssetIdentifier',
    size: 32,
    fields: { version, ticker: at('text', 8), exchange: at('text', 16), feedType: at('u8', 24) },
  },
  TConnectorAssetIdentifierOut: {
    cName: 'PdAssetIdentifierOut',
    size: 40,
    fields: {
      version,
      ticker: at('text', 8),
      tickerLength: at('i32', 16),
      exchange: at('text', 24),
      exchangeLength: at('i32', 32),
      feedType: at('u8', 36),
    },
  },
  TConnectorOrderIdentifier: {
    cName: 'PdOrderIdentifier',
    size: 24,
    fields: { version, localOrderId: at('i64', 8), clOrderId: at('text', 16) },
  },
} as const;

const account = at('TConnectorAccountIdentifier', 8);
const accountAndAsset = { version, account, asset: at('TConnectorAssetIdentifier', 40) } as const;
const accountAndOrder = { version, account, order: at('TConnectorOrderIdentifier', 40) } as const;

const REQUESTS = {
  TConnectorSendOrder: {
    cName: 'PdSendOrder',
    size: 120,
    fields: {
      ...accountAndAsset,
      password: at('text', 72),
      orderType: at('u8', 80),
      orderSide: at('u8', 81),
      price: at('f64', 88),
      stopPrice: at('f64', 96),
      quantity: at('i64', 104),
      messageId: at('i64', 112),
    },
  },
  TConnectorChangeOrder: {
    cName: 'PdChangeOrder',
    size: 104,
    fields: {
      ...accountAndOrder,
      password: at('text', 64),
      price: at('f64', 72),
      stopPrice: at('f64', 80),
      quantity: at('i64', 88),
      messageId: at('i64', 96),
    },
  },
  TConnectorCancelOrder: {
    cName: 'PdCancelOrder',
    size: 80,
    fields: { ...accountAndOrder, password: at('text', 64), messageId: at('i64', 72) },
  },
  TConnectorCancelOrders: {
    cName: 'PdCancelOrders',
    size: 80,
    fields: { ...accountAndAsset, password: at('text', 72) },
  },
  TConnectorCancelAllOrders: {
    cName: 'PdCancelAllOrders',
    size: 48,
    fields: { version, account, password: at('text', 40) },
  },
  TConnectorZeroPosition: {
    cName: 'PdZeroPosition',
    size: 104,
    fields: {
      ...accountAndAsset,
      password: at('text', 72),
      price: at('f64', 80),
      positionType: at('u8', 88),
      messageId: at('i64', 96),
    },
  },
} as const;

const MARKET = {
  TConnectorTrade: {
    cName: 'PdTrade',
    size: 64,
    fields: {
      version,
      tradeDate: at('SystemTime', 2),
      tradeNumber: at('u32', 20),
      price: at('f64', 24),
      quantity: at('i64', 32),
      volume: at('f64', 40),
      buyAgent: at('i32', 48),
      sellAgent: at('i32', 52),
      tradeType: at('u8', 56),
    },
  },
  TConnectorPriceGroup: {
    cName: 'PdPriceGroup',
    size: 40,
    fields: { version, price: at('f64', 8), count: at('u32', 16), quantity: at('i64', 24), flags: at('u32', 32) },
  },
  TConnectorTradingMessageResult: {
    cName: 'PdTradingMessageResult',
    size: 64,
    fields: {
      version,
      brokerId: at('i32', 4),
      order: at('TConnectorOrderIdentifier', 8),
      messageId: at('i64', 32),
      resultCode: at('u8', 40),
      message: at('text', 48),
      messageLength: at('i32', 56),
    },
  },
} as const;

const ORDERS = {
  TConnectorOrder: {
    cName: 'PdOrder',
    size: 232,
    fields: {
      version,
      order: at('TConnectorOrderIdentifier', 8),
      account: at('TConnectorAccountIdentifier', 32),
      asset: at('TConnectorAssetIdentifier', 64),
      ...{ quantity: at('i64', 96), tradedQuantity: at('i64', 104), leavesQuantity: at('i64', 112) },
      ...{ price: at('f64', 120), stopPrice: at('f64', 128), averagePrice: at('f64', 136) },
      ...{
        orderSide: at('u8', 144),
        orderType: at('u8', 145),
        orderStatus: at('u8', 146),
        validityType: at('u8', 147),
      },
      ...{ date: at('SystemTime', 148), lastUpdate: at('SystemTime', 164) },
      ...{ closeDate: at('SystemTime', 180), validityDate: at('SystemTime', 196) },
      textMessage: at('text', 216),
      eventId: at('i64', 224),
    },
  },
  TConnectorOrderOut: {
    cName: 'PdOrderOut',
    size: 640,
    fields: {
      version,
      order: at('TConnectorOrderIdentifier', 8),
      account: at('TConnectorAccountIdentifierOut', 32),
      asset: at('TConnectorAssetIdentifierOut', 456),
      ...{ quantity: at('i64', 496), tradedQuantity: at('i64', 504), leavesQuantity: at('i64', 512) },
      ...{ price: at('f64', 520), stopPrice: at('f64', 528), averagePrice: at('f64', 536) },
      ...{
        orderSide: at('u8', 544),
        orderType: at('u8', 545),
        orderStatus: at('u8', 546),
        validityType: at('u8', 547),
      },
      ...{ date: at('SystemTime', 548), lastUpdate: at('SystemTime', 564) },
      ...{ closeDate: at('SystemTime', 580), validityDate: at('SystemTime', 596) },
      textMessage: at('text', 616),
      textMessageLength: at('i32', 624),
      eventId: at('i64', 632),
    },
  },
} as const;

const ACCOUNTS = {
  TConnectorTradingAccountOut: {
    cName: 'PdTradingAccountOut',
    size: 96,
    fields: {
      version,
      account,
      ...{ brokerName: at('text', 40), brokerNameLength: at('i32', 48) },
      ...{ ownerName: at('text', 56), ownerNameLength: at('i32', 64) },
      ...{ subOwnerName: at('text', 72), subOwnerNameLength: at('i32', 80) },
      flags: at('u32', 84),
      accountType: at('u8', 88),
    },
  },
  TConnectorTradingAccountPosition: {
    cName: 'PdTradingAccountPosition',
    size: 216,
    fields: {
      ...accountAndAsset,
      ...{ openQuantity: at('i64', 72), openAveragePrice: at('f64', 80), openSide: at('u8', 88) },
      ...{ dailyAverageSellPrice: at('f64', 96), dailySellQuantity: at('i64', 104) },
      ...{ dailyAverageBuyPrice: at('f64', 112), dailyBuyQuantity: at('i64', 120) },
      ...{ dailyQuantityD1: at('i64', 128), dailyQuantityD2: at('i64', 136), dailyQuantityD3: at('i64', 144) },
      ...{ dailyQuantityBlocked: at('i64', 152), dailyQuantityPending: at('i64', 160) },
      ...{ dailyQuantityAllocated: at('i64', 168), dailyQuantityProvisioned: at('i64', 176) },
      ...{ dailyQuantity: at('i64', 184), dailyQuantityAvailable: at('i64', 192) },
      positionType: at('u8', 200),
      eventId: at('i64', 208),
    },
  },
} as const;

const TABLE = { ...IDENTIFIERS, ...REQUESTS, ...MARKET, ...ORDERS, ...ACCOUNTS } as const;
export type LayoutTable = typeof TABLE;

export const LAYOUTS: LayoutTable & Readonly<Record<LayoutName, Layout>> = TABLE;
