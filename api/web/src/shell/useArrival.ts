import { useEffect } from "preact/hooks";

/** Goes to an element once it is there, if the address leads to it: browsers look for it before the page has asked anything. */
export function useArrival(id: string, isThere = true): void {
    useEffect(() => {
        if (isThere && location.hash === `#${id}`) location.replace(location.hash);
    }, [id, isThere]);
}
