// What build/cookbook.ts makes of docs/queries.md.

interface Example {
    /** The question, as its heading puts it. */
    question: string;
    /** What is said about it, in Markdown. */
    notes: string;
    /** The query, named after the question. */
    query: string;
    /** Whether a newcomer finds it open. */
    isFirst: boolean;
}

declare module "virtual:cookbook" {
    const examples: Example[];
    export default examples;
}
