/** The pages that the header leads to. Addresses are relative, and each page is one level deep. */
export const PAGES: readonly { address: string; name: string }[] = [
    { address: "./", name: "Overview" },
    { address: "ccgs", name: "CCGs" },
    { address: "figures", name: "Published figures" },
    { address: "coverage", name: "Coverage" },
    { address: "graphiql", name: "GraphiQL" },
    { address: "schema.graphql", name: "Schema" },
];

/** Whether an address is that of the page that is open. */
export const isOpen = (address: string): boolean => new URL(address, document.baseURI).pathname === location.pathname;
