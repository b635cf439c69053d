import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The renderer's JSX, for tests that render a component to text.
  oxc: { jsx: { runtime: 'automatic' } },
  define: { global: 'globalThis' },
  test: {
    include: ['src-*/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'],
    environment: 'node',
    // Numerical tests may be slow on a busy machine; nothing may hang for ever.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // A test that leaves an unhandled rejection behind is a failed test.
    dangerouslyIgnoreUnhandledErrors: false,
    restoreMocks: true,
    unstubEnvs: true,
    expect: { requireAssertions: true },
  },
});
