/** How large an element is on the screen, and how many device pixels make one of its pixels. */
import { useCallback, useRef, useState, type RefObject } from 'react';
import type { Size } from './viewport';

export interface ElementSize extends Size {
  readonly deviceRatio: number;
}

/** The size of an element, kept up to date, and the callback ref to put on it. Sizes are whole CSS pixels, 0 before the first layout. */
export function useElementSize<E extends HTMLElement>(): {
  readonly size: ElementSize;
  readonly attach: (element: E | null) => (() => void) | undefined;
  readonly element: RefObject<E | null>;
} {
  const element = useRef<E | null>(null);
  const [size, setSize] = useState<ElementSize>({ width: 0, height: 0, deviceRatio: 1 });
  const attach = useCallback((attached: E | null) => {
    element.current = attached;
    if (attached === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      setSize({ width: Math.floor(width), height: Math.floor(height), deviceRatio: window.devicePixelRatio });
    });
    observer.observe(attached);
    return () => observer.disconnect();
  }, []);
  return { size, attach, element };
}
