import { defineConfig } from '@playwright/test';

// Run through `npm run e2e`, which gives a display where there is none.
export default defineConfig({
  // The package is another program to test than the built one: `npm run e2e -- --packaged`.
  testDir: process.env['CURIOSCOPE_E2E_PACKAGED'] === '1' ? 'e2e/packaged' : 'e2e/specs',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/e2e',
  // The runs share the processor with the learner; one at a time keeps the timings of the program honest.
  workers: 1,
  fullyParallel: false,
  // Real windows on a busy machine lose a click now and then. A second try tells that from a fault; it is never silent:
  // `npm test` names every test that needed it.
  retries: 1,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 60_000,
  globalTimeout: 1_800_000,
  expect: { timeout: 10_000 },
  reporter: process.env['CURIOSCOPE_E2E_REPORT']
    ? [['list'], ['json', { outputFile: process.env['CURIOSCOPE_E2E_REPORT'] }]]
    : [['list']],
  // Playwright's own trace and screenshot settings do not reach Electron; the fixture takes both.
});
