/** What the service is asked: a GraphQL document with one named operation, and its variables. */
export interface Question {
    query: string;
    variables?: Record<string, unknown>;
}

/** Which data an answer is true of. */
export interface Edition {
    dataVersion: number | null;
    lastImportAt: string | null;
}

export interface Answer<Data> {
    data: Data;
    edition: Edition;
}
