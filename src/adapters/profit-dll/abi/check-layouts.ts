// Compares the table of records with what the foreign-function library makes of it, and writes the same check as C.

import koffi, { type TypeObject } from 'koffi';
import { UserError } from '../../user-error.ts';
import { type FieldLayout, LAYOUTS, type Layout, type LayoutName } from './layouts.ts';

const KOFFI_TYPES: Readonly<Record<string, string>> = {
  ...{ u8: 'uint8_t', u16: 'uint16_t', i32: 'int32_t', u32: 'uint32_t', i64: 'int64_t', f64: 'double', text: 'void *' },
};

/** The record as koffi lays it out by the rules of the platform, without looking at the offsets of the table. */
function koffiTypeOf(layout: Layout): TypeObject {
  const members: Record<string, TypeObject> = {};
  for (const [name, field] of Object.entries(layout.fields)) members[name] = fieldType(field);
  return layout.isPacked === true ? koffi.pack(members) : koffi.struct(members);
}

function fieldType({ type }: FieldLayout): TypeObject {
  if (type === 'text100') return koffi.array('uint16_t', 100);
  const scalar = KOFFI_TYPES[type];
  return scalar === undefined ? koffiTypeOf(LAYOUTS[type as LayoutName]) : koffi.type(scalar);
}

/** Gives how many records were compared. @throws UserError naming the first record and field that this platform lays out in another way: orders would be misread. */
export function checkLayouts(layouts: Readonly<Record<string, Layout>> = LAYOUTS): number {
  for (const [name, layout] of Object.entries(layouts)) {
    const type = koffiTypeOf(layout);
    for (const [field, { offset }] of Object.entries(layout.fields)) {
      const found = koffi.offsetof(type, field);
      if (found !== offset) throw misfit(name, field, `lies at byte ${found}, not at ${offset}`);
    }
    const size = koffi.sizeof(type);
    if (size !== layout.size) throw misfit(name, undefined, `has ${size} bytes, not ${layout.size}`);
  }
  return Object.keys(layouts).length;
}

function misfit(record: string, field: string | undefined, what: string): UserError {
  return new UserError({
    code: 'abi-misfit',
    message: `${record}${field === undefined ? '' : `.${field}`} of ProfitDLL ${what} on this platform`,
    field: field === undefined ? record : `${record}.${field}`,
    fix: 'Use a 64-bit Node.js on x64 Windows or Linux; nothing may be sent with this layout',
  });
}

/** C text that asserts size and offsets of every record of the table; it needs native/include/profit-dll.h in the include path. */
export function layoutAssertsInC(): string {
  const lines = [
    '// Generated from the table of records of the adapter: the sizes and offsets that the header must have.',
    '#include <stddef.h>',
    '#include "profit-dll.h"',
    '',
  ];
  for (const [name, { cName, size, fields }] of Object.entries<Layout>(LAYOUTS)) {
    lines.push(`_Static_assert(sizeof(${cName}) == ${size}, "size of ${name}");`);
    for (const [field, { offset }] of Object.entries(fields)) {
      lines.push(`_Static_assert(offsetof(${cName}, ${field}) == ${offset}, "${name}.${field}");`);
    }
  }
  return `${lines.join('\n')}\n`;
}
