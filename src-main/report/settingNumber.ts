/** Numbers that a person chose, as they were chosen: "2 µm", not "2.00 µm". Measured numbers keep their digits instead. */
import { siScale } from '../../src-shared/units';

/** A chosen number with no more digits than it has (nine at most), and a true minus sign. */
export function settingNumber(value: number): string {
  return String(Number(value.toPrecision(9))).replaceAll('-', '\u2212');
}

/** A chosen quantity with the SI prefix in which it reads best. */
export function settingQuantity(value: number, unit: string): string {
  const { factor, prefix } = siScale(value);
  return `${settingNumber(value / factor)} ${prefix}${unit}`;
}
