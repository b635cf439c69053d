/** The window's pages come from `app://console`, never from file: or from a network. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol } from 'electron';

export const APP_ORIGIN = 'app://console';

/** Everything comes from the program itself; nothing may connect anywhere. Styles of plotly are set on elements. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const MIME: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** Declares the scheme; must run before the program is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
}

/** Serves the renderer's folder under the scheme. */
export function serveScheme(folder: string): void {
  protocol.handle('app', async ({ url }) => {
    const file = fileFor(folder, url);
    if (file === undefined) return new Response('Not found', { status: 404 });
    const bytes = await readFile(file).catch(() => undefined); // a missing file is an answer, not a fault
    if (bytes === undefined) return new Response('Not found', { status: 404 });
    const type = MIME[extname(file)] ?? 'application/octet-stream';
    const headers = {
      'content-type': type,
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
    };
    return new Response(new Uint8Array(bytes), { headers });
  });
}

/** The file that an address means, undefined where it is not one inside the folder. */
export function fileFor(folder: string, url: string): string | undefined {
  const path = pathIn(url);
  if (path === undefined || path.includes('\0') || path.includes('\\')) return undefined;
  const file = normalize(join(folder, path === '/' ? 'index.html' : path));
  return file.startsWith(normalize(folder) + sep) ? file : undefined;
}

function pathIn(url: string): string | undefined {
  try {
    const parsed = new URL(url);
    return parsed.protocol === 'app:' && parsed.host === 'console' ? decodeURIComponent(parsed.pathname) : undefined;
  } catch {
    return undefined; // neither an address nor a path of ours
  }
}
