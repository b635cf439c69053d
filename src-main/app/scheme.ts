/** The window's pages come from `app://console`, never from file: or from a network. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol, type Session } from 'electron';

export const APP_ORIGIN = 'app://console';
/** Another origin than the console's, so that this page can never pass for it. */
const GPU_HOST = 'gpu';
export const GPU_ORIGIN = `app://${GPU_HOST}`;

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

/** The hidden page of the graphics unit runs one script of its own and shows nothing. */
const GPU_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; base-uri 'none'; form-action 'none'";

/** Declares the scheme; must run before the program is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
}

/** Serves the renderer's folder under the scheme. */
export function serveScheme(folder: string): void {
  protocol.handle('app', ({ url }) => answer(fileFor(folder, url), CONTENT_SECURITY_POLICY));
}

/** Serves the hidden page of the graphics unit, in a session of its own. */
export function serveGpuScheme(session: Session, folder: string): void {
  session.protocol.handle('app', ({ url }) => answer(fileFor(folder, url, GPU_HOST), GPU_POLICY));
}

async function answer(file: string | undefined, policy: string): Promise<Response> {
  if (file === undefined) return new Response('Not found', { status: 404 });
  const bytes = await readFile(file).catch(() => undefined); // a missing file is an answer, not a fault
  if (bytes === undefined) return new Response('Not found', { status: 404 });
  const type = MIME[extname(file)] ?? 'application/octet-stream';
  const headers = {
    'content-type': type,
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
  };
  return new Response(new Uint8Array(bytes), { headers });
}

/** The file that an address means, undefined where it is not one inside the folder. */
export function fileFor(folder: string, url: string, host = 'console'): string | undefined {
  const path = pathIn(url, host);
  if (path === undefined || path.includes('\0') || path.includes('\\')) return undefined;
  const file = normalize(join(folder, path === '/' ? 'index.html' : path));
  return file.startsWith(normalize(folder) + sep) ? file : undefined;
}

function pathIn(url: string, host: string): string | undefined {
  try {
    const parsed = new URL(url);
    return parsed.protocol === 'app:' && parsed.host === host ? decodeURIComponent(parsed.pathname) : undefined;
  } catch {
    return undefined; // neither an address nor a path of ours
  }
}
