import { useCallback, useEffect, useState } from "preact/hooks";
import { ask, askRows } from "./ask.ts";
import type { Answer, Question } from "./question.ts";

/** How far a question has come. What was known before stays while the next answer is on its way. */
export interface Asked<Data> {
    answer?: Answer<Data>;
    /** Why there is no answer. */
    failure?: string;
    isWaiting: boolean;
    again: () => void;
}

/** Asks a question when it is first shown, and again when it has become another one. */
export function useAnswer<Data>(question: Question): Asked<Data> {
    return useLoaded(JSON.stringify(question), () => ask<Data>(question));
}

/** The same for all rows of the one list of a question. */
export function useRows<Row>(question: Question): Asked<Row[]> {
    return useLoaded(JSON.stringify(question), () => askRows<Row>(question));
}

/** Loads what a key stands for, when it is first shown and when the key has changed. */
export function useLoaded<Data>(key: string, load: () => Promise<Answer<Data>>): Asked<Data> {
    const [asked, setAsked] = useState<Omit<Asked<Data>, "again">>({ isWaiting: true });
    const [attempt, setAttempt] = useState(0);
    useEffect(() => {
        let isWanted = true;
        setAsked(({ answer }) => ({ answer, isWaiting: true }));
        load().then(
            (answer) => isWanted && setAsked({ answer, isWaiting: false }),
            (error: Error) => isWanted && setAsked({ failure: error.message, isWaiting: false }),
        );
        return () => {
            isWanted = false;
        };
    }, [key, attempt]);
    const again = useCallback(() => setAttempt((attempt) => attempt + 1), []);
    return { ...asked, again };
}
