// Queries with a name, as the service has them: its own, and those of the site that runs it.

import { useEffect, useState } from "react";

/** A query with a name, as the list at `q` describes it. */
export interface Saved {
    name: string;
    title: string;
    description: string;
    document: string;
}

let known: Promise<Saved[]> | undefined;

/** The queries with a name; none until they have arrived. */
export function useSaved(): Saved[] {
    const [saved, setSaved] = useState<Saved[]>([]);
    useEffect(() => {
        known ??= fetchAll();
        known.then(setSaved, (error: unknown) => {
            // Asked for again when the list is opened anew.
            known = undefined;
            console.error(error);
        });
    }, []);
    return saved;
}

/** The address is relative to the page, because the service may stand below any path of a proxy. */
async function fetchAll(): Promise<Saved[]> {
    const response = await fetch(new URL("q", document.baseURI));
    if (!response.ok) throw new Error(`${response.url}: ${response.status} ${response.statusText}`);
    return response.json();
}
