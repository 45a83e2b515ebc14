import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** An element, and how wide it is in pixels: 0 until that is known. */
export function useWidth<Kind extends Element>(): [place: RefObject<Kind | null>, width: number] {
    const place = useRef<Kind>(null);
    const [width, setWidth] = useState(0);
    useEffect(() => {
        const element = place.current;
        if (!element) return undefined;
        const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
        observer.observe(element);
        return () => observer.disconnect();
    }, []);
    return [place, width];
}
