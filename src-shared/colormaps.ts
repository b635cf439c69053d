/**
 * Colour tables for maps, shared by the window and the report. Each table is a row of evenly spaced anchors; colours between
 * two anchors are interpolated in sRGB, which stays within 3 of 255 of the full tables.
 *
 * cividis: Nunez, Anderton and Renslow, PLOS ONE 13, e0199239 (2018). viridis and magma: van der Walt and Smith, CC0.
 * diverging: made here, equal steps of OKLab lightness on both sides of a neutral middle.
 */

export const COLORMAP_NAMES = ['cividis', 'viridis', 'magma', 'diverging'] as const;
export type ColormapName = (typeof COLORMAP_NAMES)[number];

/** Anchors as hexadecimal sRGB triplets, from the low to the high end. */
const ANCHORS: Readonly<Record<ColormapName, string>> = {
  cividis:
    '00224e00255400285b002b62002e6a0030700433711135701a386f213b6e273e6e2d416d32436d36466c3b496c3f4c6c' +
    '434e6c47516c4b546c4f576c52596d565c6d5a5f6e5d626e61656f646770686a716b6d726f7073727374757676797877' +
    '7c7b78807e788481798784788b87788f8a78938d789790779b93769f9676a39a75a79d74aba072afa371b3a670b7aa6e' +
    'bbad6cbfb06bc3b469c8b766ccba64d0be61d4c15fd9c55cddc958e1cc55e6d051ead44cefd748f4db42f8df3cfde334' +
    'fee838',
  viridis:
    '44015446065a470d6047136548186a481d6f482374482878472d7b46327e453681443b844240864045873f49893d4e8a' +
    '3b528b39568c375a8d355e8d33638d31668e2f6a8e2e6e8e2c728e2b768e297a8e287d8e26818e25858e23898e228c8d' +
    '21908c20948c1f988b1e9b8a1f9f8820a38721a68524aa8328ae802cb17e31b57b37b8773ebc7445bf704cc26c54c667' +
    '5dc96365cc5d6ece5878d15282d34c8cd64696d83fa0da39abdc32b5de2bc0df24cbe11fd5e21ae0e318eae51af4e61e' +
    'fde725',
  magma:
    '00000402010903031106051a0a08220e0b2b130d33180f3d1d114622115028115a2f116336106a3d0f71430f764a1079' +
    '50127c57147e5d177f631980691c816f1e817621817c23828226818928818f2a81952c809c2e7fa2307ea9327daf347b' +
    'b63779bc3977c33b75c93e72cf4170d6446ddb486ae14c66e65163ea5661ee5c5ef2635df5695cf7715cf9785dfa805e' +
    'fb8761fc8f64fd9668fe9e6cfea571fead76feb47bfebb81fec387feca8dfed194fed99bfde0a2fde7a9fceeb0fcf6b8' +
    'fcfdbf',
  diverging:
    '00407c004a8a0055970c5fa31e6aae2d75b83d80c24c8bca5c97d26da2d87eaddd90b8e2a2c3e6b5cee9c8d9ebdbe4ed' +
    'eeeeeeece0dae9d1c6e6c2b2e2b49fdda58dd7977bd0896ac97c59c06f49b7623aad562ba24a1c963f0c8a35007d2b00' +
    '702200',
};

export const TABLE_SIZE = 256;

/** A colour, each channel from 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

const tables = new Map<ColormapName, Uint8Array>();

/** The table of a colour map as `TABLE_SIZE` RGB triplets, low end first. Built once; not to be written to. */
export function colorTable(name: ColormapName): Uint8Array {
  const known = tables.get(name);
  if (known !== undefined) return known;
  const table = new Uint8Array(TABLE_SIZE * 3);
  for (let i = 0; i < TABLE_SIZE; i++) table.set(interpolate(ANCHORS[name], i / (TABLE_SIZE - 1)), i * 3);
  tables.set(name, table);
  return table;
}

/** The colour at a place in a table; `fraction` runs from 0 to 1 and is clamped, NaN counts as 0. */
export function colorAt(name: ColormapName, fraction: number): Rgb {
  const at = tableIndex(fraction) * 3;
  const table = colorTable(name);
  return [table[at]!, table[at + 1]!, table[at + 2]!];
}

/** The same as CSS and SVG write it: "rgb(68 1 84)". */
export function cssColorAt(name: ColormapName, fraction: number): string {
  return `rgb(${colorAt(name, fraction).join(' ')})`;
}

/** Where a value lies in a range, 0 to 1 and clamped; the middle for an empty range, NaN for a value that is not finite. */
export function fractionOf(value: number, low: number, high: number): number {
  if (!Number.isFinite(value)) return Number.NaN;
  if (!(high > low)) return 0.5;
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}

/** The entry of a table for a fraction from 0 to 1; clamped, NaN counts as 0. */
export function tableIndex(fraction: number): number {
  if (!(fraction > 0)) return 0;
  return fraction >= 1 ? TABLE_SIZE - 1 : Math.min(TABLE_SIZE - 1, Math.floor(fraction * TABLE_SIZE));
}

function interpolate(anchors: string, fraction: number): Rgb {
  const last = anchors.length / 6 - 1;
  const place = fraction * last;
  const below = Math.min(last - 1, Math.floor(place));
  const weight = place - below;
  const channel = (c: number): number => {
    const a = Number.parseInt(anchors.slice(below * 6 + c * 2, below * 6 + c * 2 + 2), 16);
    const b = Number.parseInt(anchors.slice(below * 6 + 6 + c * 2, below * 6 + 8 + c * 2), 16);
    return Math.round(a + (b - a) * weight);
  };
  return [channel(0), channel(1), channel(2)];
}
