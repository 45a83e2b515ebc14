import { useEffect, useRef, useState } from "preact/hooks";

/** How long to wait for the next letter, in milliseconds. */
const PAUSE = 200;

/** Tells what is typed once the typing pauses. */
export function SearchBox({ text, onChange }: { text: string; onChange: (text: string) => void }) {
    const [typed, setTyped] = useState(text);
    const pause = useRef(0);
    // The browser's back and forward change the text too.
    useEffect(() => setTyped(text), [text]);
    useEffect(() => () => clearTimeout(pause.current), []);
    const type = (typed: string) => {
        setTyped(typed);
        clearTimeout(pause.current);
        pause.current = window.setTimeout(() => onChange(typed), PAUSE);
    };
    return (
        <input
            type="search"
            value={typed}
            placeholder="Havering, 08F, NWL …"
            autocomplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => type(currentTarget.value)}
        />
    );
}
