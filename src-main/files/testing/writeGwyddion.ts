/** Gwyddion files for tests, from the description of the format in its user guide. */
import { byteWriter, type ByteWriter } from './byteWriter';

export type TestValue =
  | { readonly kind: 'i'; readonly value: number }
  | { readonly kind: 'd'; readonly value: number }
  | { readonly kind: 'b'; readonly value: number }
  | { readonly kind: 's'; readonly value: string }
  | { readonly kind: 'o'; readonly value: TestObject }
  | { readonly kind: 'O'; readonly value: readonly TestObject[] }
  | { readonly kind: 'D'; readonly value: readonly number[] };

export interface TestObject {
  readonly type: string;
  readonly values: Readonly<Record<string, TestValue>>;
}

/** A file of version 2.x (GWYP) or 1.x (GWYO), where containers name their types by GLib's numbers. */
export function writeGwyddion(top: TestObject, magic: 'GWYP' | 'GWYO'): Uint8Array {
  return byteWriter(true)
    .text(magic)
    .bytes(writeObject(top, magic === 'GWYO'))
    .done();
}

const OLD_NUMBERS: Readonly<Record<string, number>> = { b: 20, i: 24, d: 60, s: 64, o: 80 };

function writeObject({ type, values }: TestObject, old: boolean): Uint8Array {
  const body = byteWriter(true);
  for (const [name, value] of Object.entries(values)) {
    if (old && type === 'GwyContainer') body.u32(OLD_NUMBERS[value.kind] ?? 0).text(`${name}\0`);
    else body.text(`${name}\0${value.kind}`);
    writeValue(body, value, old);
  }
  const bytes = body.done();
  return byteWriter(true).text(`${type}\0`).u32(bytes.length).bytes(bytes).done();
}

function writeValue(body: ByteWriter, { kind, value }: TestValue, old: boolean): void {
  if (kind === 'i') body.i32(value);
  else if (kind === 'd') body.f64(value);
  else if (kind === 'b') body.u8(value);
  else if (kind === 's') body.text(`${value}\0`);
  else if (kind === 'o') body.bytes(writeObject(value, old));
  else if (kind === 'D') body.u32(value.length).f64(...value);
  else {
    body.u32(value.length);
    for (const each of value) body.bytes(writeObject(each, old));
  }
}

/** A unit object. */
export function unitObject(unit: string): TestValue {
  return { kind: 'o', value: { type: 'GwySIUnit', values: { unitstr: { kind: 's', value: unit } } } };
}

/** A field of 2 µm x 1 µm. */
export function fieldObject(rows: number, cols: number, value: (row: number, col: number) => number): TestValue {
  const data = Array.from({ length: rows * cols }, (_none, i) => value(Math.floor(i / cols), i % cols));
  return {
    kind: 'o',
    value: {
      type: 'GwyDataField',
      values: {
        xres: { kind: 'i', value: cols },
        yres: { kind: 'i', value: rows },
        xreal: { kind: 'd', value: 2e-6 },
        yreal: { kind: 'd', value: 1e-6 },
        si_unit_xy: unitObject('m'),
        si_unit_z: unitObject('A'),
        data: { kind: 'D', value: data },
      },
    },
  };
}

/** A simple field of 2 µm x 1 µm. */
export function writeSimpleField(rows: number, cols: number, value: (row: number, col: number) => number): Uint8Array {
  const lines = `XRes = ${cols}\nYRes = ${rows}\nXReal = 2e-06\nYReal = 1e-06\nXYUnits = m\nZUnits = V\nTitle = Potential\n`;
  const writer = byteWriter(true).text(`Gwyddion Simple Field 1.0\n${lines}`);
  writer.fillTo(writer.length() + 4 - (writer.length() % 4));
  for (let row = 0; row < rows; row++) for (let col = 0; col < cols; col++) writer.f32(value(row, col));
  return writer.done();
}
