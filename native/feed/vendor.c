// Looks up the vendor's exports: a loaded library in, its functions or the name of the first required one that is missing out.
#include "vendor.h"
#include "platform.h"
#include <stddef.h>
#include <string.h>

typedef struct {
  const char *name;
  size_t offset;
  int isRequired;
} VendorExport;

static const VendorExport exports[] = {
    {"DLLInitializeLogin", offsetof(Vendor, initializeLogin), 1},
    {"DLLInitializeMarketLogin", offsetof(Vendor, initializeMarketLogin), 1},
    {"DLLFinalize", offsetof(Vendor, finalize), 1},
    {"TranslateTrade", offsetof(Vendor, translateTrade), 1},
    {"FreePointer", offsetof(Vendor, freePointer), 1},
    {"GetPriceDepthSideCount", offsetof(Vendor, getPriceDepthSideCount), 0},
    {"GetPriceGroup", offsetof(Vendor, getPriceGroup), 0},
    {"GetTheoreticalValues", offsetof(Vendor, getTheoreticalValues), 0},
    {"GetOrderDetails", offsetof(Vendor, getOrderDetails), 0},
    {"EnumerateOrdersByInterval", offsetof(Vendor, enumerateOrdersByInterval), 0},
    {"EnumerateAllOrders", offsetof(Vendor, enumerateAllOrders), 0},
    {"EnumerateAllPositionAssets", offsetof(Vendor, enumerateAllPositionAssets), 0},
};

const char *vendor_resolve(Vendor *vendor) {
  for (size_t at = 0; at < sizeof exports / sizeof exports[0]; at++) {
    void *address = library_symbol(vendor->library, exports[at].name);
    if (address == NULL && exports[at].isRequired) return exports[at].name;
    memcpy((uint8_t *)vendor + exports[at].offset, &address, sizeof address);
  }
  return NULL;
}
