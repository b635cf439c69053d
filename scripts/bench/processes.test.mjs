import { expect, test } from 'vitest';
import { cpuSeconds, memoryOf, processTree, rollupBytes, statFields } from './processes.mjs';

test('the name of a command may hold brackets and blanks', () => {
  expect(statFields('12 (a) b) S 7 12 12').slice(0, 2)).toEqual(['S', '7']);
});

test('a line of a roll-up is read in bytes, a missing one as nothing', () => {
  const text = '00400000-7fff ---p 00000000 00:00 0 [rollup]\nRss:     1024 kB\nPss:      512 kB\n';
  expect(rollupBytes(text, 'Pss')).toBe(512 * 1024);
  expect(rollupBytes(text, 'Swap')).toBe(0);
});

test.runIf(process.platform === 'linux')(
  'this process is found, has worked and takes memory; one that is not there takes nothing',
  () => {
    const tree = processTree(process.ppid);
    expect(tree).toContain(process.pid);
    expect(tree[0]).toBe(process.ppid);
    expect(cpuSeconds([process.pid])).toBeGreaterThan(0);
    const { rss, pss } = memoryOf([process.pid]);
    expect(pss).toBeGreaterThan(0);
    expect(rss).toBeGreaterThanOrEqual(pss);
    // No process has this number: Linux gives none above 2 ** 22.
    const nobody = [2 ** 22 + 1];
    expect(cpuSeconds(nobody)).toBe(0);
    expect(memoryOf(nobody)).toEqual({ rss: 0, pss: 0 });
  },
);
