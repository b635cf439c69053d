/** Messages between the main process and the hidden page that computes on the graphics unit. Plain data; copied. */
import type { WireError } from '../../../../src-shared/errors';
import type { VaeModel, VaePairs, VaeProgress, VaeSettings } from '../ports';

export type GpuCall =
  | { readonly kind: 'train'; readonly id: number; readonly pairs: VaePairs; readonly settings: VaeSettings }
  | { readonly kind: 'cancel'; readonly id: number };

/** The graphics unit as the page found it. */
export interface GpuDevice {
  readonly backend: 'webgl' | 'webgpu';
  /** Name of the unit and its driver. */
  readonly name: string;
}

export type GpuMessage =
  /** Sent once, before anything else: it can compute, or cannot and why. */
  | { readonly kind: 'ready'; readonly device: GpuDevice }
  | { readonly kind: 'unusable'; readonly reason: string }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: VaeProgress }
  | { readonly kind: 'answer'; readonly id: number; readonly model: VaeModel }
  | { readonly kind: 'failure'; readonly id: number; readonly error: WireError };

/** The page's side of the bridge, as its preload gives it. */
export interface GpuBridge {
  post(message: GpuMessage): void;
  listen(listener: (call: GpuCall) => void): void;
}

/** One life of the hidden page, seen from the main process. */
export interface GpuPage {
  post(call: GpuCall): void;
  close(): void;
}

/** Opens the page; `ended` says why it is gone, once, and not after `close`. Rejects where there is no unit to use. */
export type OpenGpuPage = (listen: {
  readonly message: (message: GpuMessage) => void;
  readonly ended: (reason: string) => void;
}) => GpuPage | { readonly unusable: string };
