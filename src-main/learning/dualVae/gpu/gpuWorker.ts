/** The script of the hidden page: finds the graphics unit and serves. The page has neither Node nor network. */
import { backend, setBackend } from '@tensorflow/tfjs-core';
import { setWebGLContext } from '@tensorflow/tfjs-backend-webgl';
import { ConsoleError } from '../../../../src-shared/errors';
import type { GpuBridge, GpuDevice } from './protocol';
import { serveGpu } from './serveGpu';

/** Put there by the preload. */
declare const gpuBridge: GpuBridge;

// This file is checked without the types of the browser; what it uses of them is said here.
declare const location: { readonly search: string };
declare const OffscreenCanvas: new (
  width: number,
  height: number,
) => { getContext(kind: 'webgl2', wanted: Readonly<Record<string, boolean>>): unknown };

void begin(gpuBridge);

async function begin(bridge: GpuBridge): Promise<void> {
  try {
    const { device, lost } = await openWebGl();
    serveGpu(bridge, { device, lost, monotonicSeconds: () => performance.now() / 1000 });
  } catch (error) {
    bridge.post({ kind: 'unusable', reason: error instanceof Error ? error.message : String(error) });
  }
}

/** What of a WebGL context is used here. */
interface Gl {
  readonly RENDERER: number;
  isContextLost(): boolean;
  getExtension(name: string): { readonly UNMASKED_RENDERER_WEBGL: number } | undefined;
  getParameter(name: number): unknown;
}

async function openWebGl(): Promise<{ readonly device: GpuDevice; readonly lost: () => string | undefined }> {
  if (location.search === '?emulated') allowEmulation();
  if (!(await setBackend('webgl'))) throw new ConsoleError({ code: 'learner/crashed', message: 'there is no WebGL' });
  const { gl } = (backend() as unknown as { readonly gpgpu: { readonly gl: Gl } }).gpgpu;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(info?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER));
  const lost = () => (gl.isContextLost() ? 'the context was lost' : undefined);
  return { device: { backend: 'webgl', name }, lost };
}

/** By itself tfjs asks for a context that is not slow, and gets none from a unit that is emulated. */
function allowEmulation(): void {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2', { antialias: false, depth: false, stencil: false });
  if (gl !== null) setWebGLContext(2, gl);
}
