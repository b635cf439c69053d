import { describe, expect, test } from 'vitest';
import { fuzzReader } from './testing/fuzz';
import { fuzzTargets } from './testing/fuzzTargets';

const FILES = 10_000;

describe('damaged files', () => {
  test.each(fuzzTargets())(
    `${FILES} of each: $name`,
    async ({ reader, originals, repair }) => {
      const options = { reader, originals, files: FILES, seed: 6 };
      const result = await fuzzReader(repair === undefined ? options : { ...options, repair });

      expect(result.read + result.refused).toBe(FILES);
      // Damage that is always refused, or never, would test one half of the reader only.
      expect(result.read).toBeGreaterThan(FILES / 50);
      expect(result.refused).toBeGreaterThan(FILES / 50);
    },
    120_000,
  );

  test('a reader that trusts a size is caught', async () => {
    const [scan] = fuzzTargets().filter(({ name }) => name === 'Nanonis scan');
    const careless = (bytes: Uint8Array) => {
      const [rows, cols] = [bytes.length * 4, 4];
      const image = { channel: '', unit: '', rows, cols, widthMetres: 1, heightMetres: 1 };
      return { format: '', images: [{ ...image, values: new Float32Array(rows * cols) }], spectra: [], metadata: {} };
    };

    await expect(fuzzReader({ reader: careless, originals: scan!.originals, files: 20, seed: 1 })).rejects.toThrow(
      'bytes',
    );
  });
});
