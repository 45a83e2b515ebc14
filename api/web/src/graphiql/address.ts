// The address of the page holds the query that is open, so that copying it shares the query. It stands behind the #,
// which no server sees: its length is not limited, and no log keeps it.

export interface Shared {
    query: string;
    variables?: string;
    operationName?: string;
}

/** The query that an address holds: behind the # or, as in an address of /graphql itself, behind the ?. */
export function read({ hash, search }: Location): Shared | undefined {
    for (const part of [hash, search]) {
        const { query, ...others } = Object.fromEntries(new URLSearchParams(part.slice(1)));
        if (query) return { ...others, query };
    }
    return undefined;
}

/** Puts a query into the address, without a step in the browser's history. */
export function write(shared: Shared): void {
    const held = Object.entries(shared).filter(([, value]) => value);
    const { pathname } = location;
    history.replaceState(null, "", held.length > 0 ? `${pathname}#${new URLSearchParams(held)}` : pathname);
}
