import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';

vi.mock('electron', () => ({ protocol: {} }));
const { CONTENT_SECURITY_POLICY, fileFor } = await import('./scheme');

describe('the program’s own scheme', () => {
  it('serves files of its folder', () => {
    expect(fileFor('/opt/renderer', 'app://console/')).toBe('/opt/renderer/index.html');
    expect(fileFor('/opt/renderer', 'app://console/assets/a%20b.js?v=1')).toBe('/opt/renderer/assets/a b.js');
  });

  it('keeps the console and the page of the graphics unit apart', () => {
    expect(fileFor('/opt/renderer', 'app://gpu/gpu.html', 'gpu')).toBe('/opt/renderer/gpu.html');
    expect(fileFor('/opt/renderer', 'app://gpu/gpu.html')).toBeUndefined();
    expect(fileFor('/opt/renderer', 'app://console/index.html', 'gpu')).toBeUndefined();
  });

  it.each([
    'app://console/../secret',
    'app://console/%2e%2e/secret',
    'app://console/..%2f..%2fetc/passwd',
    'app://console/a%00.js',
    'app://console/..%5c..%5cwindows',
    'app://elsewhere/index.html',
    'file:///etc/passwd',
    'https://example.org/',
    'app://console/%zz',
    'not an address',
  ])('never leaves it: %s', (url) => {
    const file = fileFor('/opt/renderer', url);
    expect(file === undefined || file.startsWith('/opt/renderer/')).toBe(true);
  });

  it('never leaves it for any path', () => {
    const part = fc.oneof(fc.constantFrom('..', '.', '%2e%2e', '%2F', '..%5c', '%00', ''), fc.string());
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const file = fileFor('/opt/renderer', `app://console/${parts.join('/')}`);
        expect(file === undefined || file.startsWith('/opt/renderer/')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('forbids everything that is not the program’s own', () => {
    expect(CONTENT_SECURITY_POLICY).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; " +
        "connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
  });
});
