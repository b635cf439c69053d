import fc from 'fast-check';
import { expect, test } from 'vitest';
import { multiply, rowMajor, transposed, type Matrix, type ProductMode } from './product';
import { createRandom, standardNormal } from './random';

function at({ values, offset, rowStride, colStride }: Matrix, i: number, j: number): number {
  return values[offset + i * rowStride + j * colStride]!;
}

test('the product agrees with the textbook sum for any shape, layout and mode', () => {
  const side = fc.integer({ min: 0, max: 11 });
  fc.assert(
    fc.property(
      fc.record({ rows: side, inner: side, cols: side, seed: fc.nat(), flipA: fc.boolean(), flipB: fc.boolean() }),
      fc.constantFrom<ProductMode>('set', 'add', 'subtract'),
      ({ rows, inner, cols, seed, flipA, flipB }, mode) => {
        const random = createRandom(seed);
        const numbers = (length: number) => Float64Array.from({ length }, () => standardNormal(random));
        const a = flipA
          ? transposed(rowMajor(numbers(inner * rows), rows))
          : rowMajor(numbers(rows * inner + 3), inner, 3);
        const b = flipB ? transposed(rowMajor(numbers(cols * inner), inner)) : rowMajor(numbers(inner * cols), cols);
        const before = numbers(rows * (cols + 2) + 1);
        const c = Float64Array.from(before);

        multiply({ a, b, c: rowMajor(c, cols + 2, 1) }, { rows, inner, cols }, mode);

        const expected = Float64Array.from(before);
        for (let i = 0; i < rows; i++)
          for (let j = 0; j < cols; j++) {
            let sum = 0;
            for (let p = 0; p < inner; p++) sum += at(a, i, p) * at(b, p, j);
            const place = 1 + i * (cols + 2) + j;
            expected[place] = { set: sum, add: before[place]! + sum, subtract: before[place]! - sum }[mode];
          }
        for (let k = 0; k < c.length; k++) expect(c[k]).toBeCloseTo(expected[k]!, 12);
      },
    ),
  );
});
